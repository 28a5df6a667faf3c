use std::sync::Arc;

use reactive_streams::{Burst, Demand, Driver, Publisher, Subscriber, Subscription};

use super::Merge;
use super::turn::Turn;
use crate::engine::End;

/// The subscriber of the outer stream.
///
/// An element whose stream has ended at once counts as one that was dropped: the upstream may send
/// another in its place, and no request has to travel.
pub(super) struct Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    merge: Merge<T, E, S>,
    f: F,
    ended: bool,
}

impl<T, E, S, F> Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    pub(super) fn new(merge: Merge<T, E, S>, f: F) -> Self {
        Self { merge, f, ended: false }
    }

    fn end(&mut self, end: End<E>) {
        self.ended = true;
        self.merge.end_outer(end);
    }
}

impl<T, U, E, S, F, Q> Subscriber<T, E> for Outer<U, E, S, F>
where
    U: Send + 'static,
    E: Send + 'static,
    S: Subscriber<U, E>,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Item = U, Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.merge.shared.outer().connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            self.merge.shared.outer().request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        if self.merge.shared.is_closed() {
            return true; // §2.8
        }
        let mut turn = Turn::new(&self.merge);
        let ended = (self.f)(item).drive(&mut turn);
        turn.leave();
        !ended
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        let mut turn = Turn::new(&self.merge);
        while !self.merge.shared.is_closed() {
            // Where there was a value, the next ones are expected to be values, too.
            let rest = if Q::IS_ITERATOR && Q::IS_PROMPT && turn.was_value {
                turn.enter();
                turn.values(&mut burst, &mut self.f)
            } else {
                None
            };
            let ended = if let Some(rest) = rest {
                Driver::<U, E>::pull(&mut turn, rest)
            } else if let Some(item) = burst.next() {
                (self.f)(item).drive(&mut turn)
            } else {
                break;
            };
            if ended {
                burst.unused();
            }
        }
        turn.leave();
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<T, E, S, F> Drop for Outer<T, E, S, F>
where
    T: Send + 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}
