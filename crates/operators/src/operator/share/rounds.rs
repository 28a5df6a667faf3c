use std::num::NonZeroUsize;
use std::sync::{Arc, Weak};
use std::time::Duration;

use reactive_streams::Publisher;

use super::connectable::Connectable;
use crate::engine::{WhenLeft, task};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// One subscription to an upstream after another, each shared by those who are there at the time.
pub(super) struct Rounds<P: Publisher<Item: Clone, Error: Clone>> {
    pub(super) capacity: NonZeroUsize,
    /// How many have to be there before the upstream is subscribed.
    pub(super) enough: NonZeroUsize,
    /// How long the upstream waits for others when the last of them has gone.
    grace: Option<(Duration, Box<dyn Worker>)>,
    round: Mutex<Option<Round<P>>>,
}

/// The round that is under way.
struct Round<P: Publisher<Item: Clone, Error: Clone>> {
    connectable: Arc<Connectable<P>>,
    present: usize,
    /// How often the last of them has gone: a timer that somebody has come after is void.
    deserted: usize,
}

impl<P: Publisher<Item: Clone, Error: Clone>> Rounds<P> {
    pub(super) fn new(
        capacity: NonZeroUsize,
        enough: NonZeroUsize,
        grace: Option<(Duration, Box<dyn Worker>)>,
    ) -> Self {
        Self { capacity, enough, grace, round: Mutex::new(None) }
    }

    /// Takes a place in the round that is under way, or in another one with `upstream`.
    pub(super) fn enter(self: &Arc<Self>, upstream: P) -> (Arc<Connectable<P>>, Seat<P>) {
        let mut round = lock(&self.round);
        let connectable = match &mut *round {
            Some(current) if !current.connectable.hub().is_over() => {
                current.present += 1;
                let connectable = Arc::clone(&current.connectable);
                drop(round);
                drop(upstream); // after the lock: foreign code
                connectable
            }
            _ => {
                let connectable = Connectable::new(upstream, self.capacity, WhenLeft::Wait);
                let new = Round { connectable: Arc::clone(&connectable), present: 1, deserted: 0 };
                let before = round.replace(new);
                drop(round);
                drop(before);
                connectable
            }
        };
        let seat = Seat(Mutex::new(Some((Arc::clone(self), Arc::clone(&connectable)))));
        (connectable, seat)
    }

    /// A place is free again. The last one to go ends the round, now or when the grace is over.
    fn leave(self: &Arc<Self>, connectable: &Arc<Connectable<P>>) {
        let mut round = lock(&self.round);
        let Some(current) = of(&mut round, connectable) else { return };
        current.present -= 1;
        if current.present > 0 {
            return;
        }
        current.deserted += 1;
        let deserted = current.deserted;
        drop(round);
        match &self.grace {
            Some((time, worker)) if !connectable.hub().is_over() => {
                // Weak: when nobody can come any more, the upstream does not wait for the timer.
                let timer = (Arc::downgrade(self), Arc::downgrade(connectable), deserted);
                worker.schedule_after(*time, task(timer, Self::timer, Self::timer));
            }
            _ => self.end_if_deserted(connectable, deserted),
        }
    }

    fn timer((me, connectable, deserted): &(Weak<Self>, Weak<Connectable<P>>, usize)) {
        if let Some((me, connectable)) = me.upgrade().zip(connectable.upgrade()) {
            me.end_if_deserted(&connectable, *deserted);
        }
    }

    fn end_if_deserted(&self, connectable: &Arc<Connectable<P>>, deserted: usize) {
        let mut round = lock(&self.round);
        let is_so = |it: &mut Round<P>| it.present == 0 && it.deserted == deserted;
        if of(&mut round, connectable).is_some_and(is_so) {
            let over = round.take();
            drop(round);
            drop(over);
            connectable.hub().disconnect();
        }
    }
}

/// The round, if it is that of `connectable`.
fn of<'a, P: Publisher<Item: Clone, Error: Clone>>(
    round: &'a mut Option<Round<P>>,
    connectable: &Arc<Connectable<P>>,
) -> Option<&'a mut Round<P>> {
    round.as_mut().filter(|round| Arc::ptr_eq(&round.connectable, connectable))
}

/// A place in a round; nothing when it has been left.
pub(super) struct Seat<P: Publisher<Item: Clone, Error: Clone>>(Mutex<Option<Place<P>>>);

type Place<P> = (Arc<Rounds<P>>, Arc<Connectable<P>>);

impl<P: Publisher<Item: Clone, Error: Clone>> Seat<P> {
    pub(super) fn leave(&self) {
        let place = lock(&self.0).take();
        if let Some((rounds, connectable)) = place {
            rounds.leave(&connectable);
        }
    }
}
