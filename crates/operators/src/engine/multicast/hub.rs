use std::mem;
use std::ptr;
use std::sync::{Arc, OnceLock};
use std::task::Waker;

use reactive_streams::{Subscriber, Subscription};

use super::block::Receiver;
use super::fanout::Fanout;
use super::gate::Gate;
use super::member::Member;
use crate::engine::{Drain, End, Feed};
use crate::sink::Running;
use crate::sync::{AtomicU64, AtomicUsize, Mutex, Ordering, lock};

/// The members of a multicast.
///
/// They are served by a [`Drain`]: its [`Gate`] lets elements through when each member wants them, and
/// its [`Fanout`] gives them to all. Both look again when the count of changes is another.
pub(crate) struct Hub<T: Send + 'static, E: Clone + Send + 'static> {
    state: Mutex<State<T, E>>,
    changes: AtomicUsize,
    /// How many elements the fanout has done with; the gate knows how many it has let through.
    processed: AtomicU64,
    drain: OnceLock<(Waker, Arc<dyn Subscription>)>,
    spread: Spread,
}

/// Who decides how many elements go through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    /// The one with the least demand, so that all get all.
    Slowest,
    /// The one with the most; the others get what they have asked for, and miss the rest.
    Each,
}

/// The drain that serves a hub.
pub(super) type Multicast<F, T, E> = Drain<Gate<F, T, E>, Fanout<T, E>>;

/// What follows when the last member has gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenLeft {
    /// The stream is cancelled, and who comes later is completed (§3.14).
    End,
    /// It waits for others.
    Wait,
}

struct State<T: Send + 'static, E: Clone + Send + 'static> {
    members: Vec<Arc<Member<T, E>>>,
    /// Those of them that the fanout does not know yet.
    joined: Vec<Joined<T, E>>,
    /// With a lock of its own: cloning an error is foreign code, and may take its time.
    end: Option<Arc<Mutex<End<E>>>>,
    when_left: WhenLeft,
}

pub(super) struct Joined<T: Send + 'static, E: Clone + Send + 'static> {
    pub(super) member: Arc<Member<T, E>>,
    pub(super) subscriber: Box<dyn Receiver<T, E>>,
}

impl<T: Send + 'static, E: Clone + Send + 'static> State<T, E> {
    /// Whether the last member has gone and ends the stream, which then is completed for all others.
    fn is_deserted(&mut self) -> bool {
        let deserted = self.members.is_empty() && self.when_left == WhenLeft::End;
        if deserted {
            self.end = Some(Arc::new(Mutex::new(End::Complete)));
        }
        deserted
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Hub<T, E> {
    pub(crate) fn new(when_left: WhenLeft, spread: Spread) -> Arc<Self> {
        let state = State { members: Vec::new(), joined: Vec::new(), end: None, when_left };
        Arc::new(Self {
            state: Mutex::new(state),
            changes: AtomicUsize::new(0),
            processed: AtomicU64::new(0),
            drain: OnceLock::new(),
            spread,
        })
    }

    /// Greets a subscriber, and makes it a member unless the stream has ended or it has cancelled.
    ///
    /// Tells whether it has become one.
    pub(crate) fn join<S>(self: &Arc<Self>, mut subscriber: S) -> bool
    where
        T: Clone,
        S: Subscriber<T, E>,
    {
        let member = Member::new(Arc::clone(self));
        subscriber.greet(Arc::clone(&member) as Arc<dyn Subscription>);
        let mut state = lock(&self.state);
        if let Some(end) = state.end.clone() {
            drop(state);
            if !member.is_cancelled() {
                let end = lock(&end).clone();
                end.signal(subscriber);
            }
            return false;
        }
        // Under the lock: who cancels later finds itself among the members.
        if member.is_cancelled() {
            drop(state);
            return false;
        }
        state.members.push(Arc::clone(&member));
        state.joined.push(Joined { member, subscriber: Box::new(subscriber) });
        self.changed();
        drop(state);
        self.wake();
        true
    }

    /// The last one ends the stream, if it is to.
    pub(super) fn leave(&self, member: &Member<T, E>) {
        let mut state = lock(&self.state);
        let Some(index) = state.members.iter().position(|it| ptr::eq(it.as_ref(), member)) else {
            return;
        };
        let left = state.members.swap_remove(index);
        let joined = state.joined.iter().position(|it| ptr::eq(it.member.as_ref(), member));
        let joined = joined.map(|index| state.joined.swap_remove(index));
        let over = state.is_deserted();
        self.changed();
        drop(state);
        drop((left, joined));
        if over {
            self.cancel();
        } else {
            self.wake(); // the others may have waited for it; and it is to be dropped
        }
    }

    /// Nobody will join any more: the last member ends the stream, and if there is none, it is over now.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.when_left = WhenLeft::End;
        let over = state.end.is_none() && state.is_deserted();
        drop(state);
        if over {
            self.cancel();
        }
    }

    /// Cancels the stream, and abandons the members.
    pub(crate) fn disconnect(&self) {
        drop(self.end(End::Abandoned));
        self.cancel();
    }

    /// Ends the stream, and gives who has joined unnoticed. The first end counts.
    pub(super) fn end(&self, end: End<E>) -> Vec<Joined<T, E>> {
        let kept = Arc::new(Mutex::new(end));
        let mut state = lock(&self.state);
        state.end.get_or_insert_with(|| Arc::clone(&kept));
        let members = mem::take(&mut state.members);
        let joined = mem::take(&mut state.joined);
        drop(state);
        drop((members, kept));
        joined
    }

    /// Has `drain` serve the members from `feed`.
    pub(crate) fn connect<F>(self: &Arc<Self>, drain: &Arc<Multicast<F, T, E>>, feed: F)
    where
        F: Feed<Item = T, Error = E>,
    {
        let subscription = Arc::clone(drain) as Arc<dyn Subscription>;
        let (_, subscription) = self.drain.get_or_init(|| (drain.waker(), subscription));
        drain.start(Gate::new(feed, Arc::clone(self)), Fanout::new(Arc::clone(self)));
        if lock(&self.state).end.is_some() {
            subscription.cancel(); // all members have gone before there was a drain to cancel
        }
    }

    pub(super) fn joined(&self) -> Vec<Joined<T, E>> {
        mem::take(&mut lock(&self.state).joined)
    }

    /// How many elements may go through, those on their way included; none if there is no member.
    pub(crate) fn room(&self) -> u64 {
        let state = lock(&self.state);
        let rooms = state.members.iter().map(|it| it.room());
        match self.spread {
            Spread::Slowest => rooms.min(),
            Spread::Each => rooms.max(),
        }
        .unwrap_or(0)
    }

    pub(super) fn spread(&self) -> Spread {
        self.spread
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        lock(&self.state).members.len()
    }

    pub(crate) fn is_over(&self) -> bool {
        lock(&self.state).end.is_some()
    }

    /// `elements` have been delivered to all who get them.
    pub(super) fn process(&self, elements: u64) {
        self.processed.fetch_add(elements, Ordering::Relaxed);
    }

    pub(crate) fn processed(&self) -> u64 {
        self.processed.load(Ordering::Relaxed)
    }

    pub(super) fn changes(&self) -> usize {
        self.changes.load(Ordering::Acquire)
    }

    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    pub(super) fn wake(&self) {
        if let Some((waker, _)) = self.drain.get() {
            waker.wake_by_ref();
        }
    }

    fn cancel(&self) {
        if let Some((_, drain)) = self.drain.get() {
            drain.cancel();
        }
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Running for Hub<T, E> {
    fn cancel(&self) {
        self.disconnect();
    }

    fn is_over(&self) -> bool {
        Self::is_over(self)
    }
}
