use std::{iter, mem};

use reactive_streams::{Burst, Subscriber};

use super::Requested;
use crate::hooks::drop_error;
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// What stands behind an emission: an iterator, a queue, a stream.
///
/// Dropping a feed is cancelling it.
pub(crate) trait Feed: Send + 'static {
    type Item: Send + 'static;
    type Error: Send + 'static;

    /// The next signal; an element only if one is `wanted`, the end whether or not (§1.5).
    fn next(&mut self, wanted: bool) -> Signal<Self::Item, Self::Error>;

    /// Whether it has [blocks](Self::block).
    const BLOCKS: bool = false;

    /// Elements that are there, no more than `most`, for a loop that looks at nothing else; empty when
    /// there is something else to be seen to, and then [`next`](Self::next) does that. What is not
    /// taken stays.
    fn block(&mut self, _most: usize) -> impl Block<Item = Self::Item> {
        iter::empty()
    }

    /// As [`Burst::is_at_hand`].
    fn is_at_hand(&self) -> bool {
        false
    }
}

/// Elements of a [`Feed`] that are there.
pub(crate) trait Block: ExactSizeIterator {
    /// Whether something has come meanwhile that is to be seen to first.
    fn is_interrupted(&self) -> bool;
}

impl<T> Block for iter::Empty<T> {
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// A feed that is moved by its address, as a [`Boxed`](super::Boxed) subscriber is.
impl<F: Feed> Feed for Box<F> {
    type Item = F::Item;
    type Error = F::Error;
    const BLOCKS: bool = F::BLOCKS;

    #[inline]
    fn next(&mut self, wanted: bool) -> Signal<F::Item, F::Error> {
        (**self).next(wanted)
    }

    fn block(&mut self, most: usize) -> impl Block<Item = F::Item> {
        (**self).block(most)
    }

    fn is_at_hand(&self) -> bool {
        (**self).is_at_hand()
    }
}

/// What a [`Feed`] has to say.
pub(crate) enum Signal<T, E> {
    Next(T),
    /// Nothing, until there is demand or until the owner of the feed says that there is more.
    Wait,
    End(End<E>),
}

/// How a stream ends.
#[derive(Clone)]
pub(crate) enum End<E> {
    Complete,
    Error(E),
    /// The upstream broke §1.4: it dropped its subscriber. We pass that on as what it is.
    Abandoned,
}

impl<E: Send + 'static> End<E> {
    /// There is nobody left who could be signalled this end, if there is one.
    pub(crate) fn undelivered(late: impl Into<Option<Self>>) {
        if let Some(Self::Error(error)) = late.into() {
            drop_error(error);
        }
    }
}

impl<E> End<E> {
    pub(crate) fn signal<T, S: Subscriber<T, E>>(self, subscriber: S) {
        match self {
            Self::Complete => subscriber.on_complete(),
            Self::Error(error) => subscriber.on_error(error),
            Self::Abandoned => drop(subscriber),
        }
    }
}

/// The one emission pattern: the state that emits is taken out of the mutex once for each burst.
///
/// Who calls [`burst`](Self::burst) makes sure that nobody else does so at the same time. User code
/// runs with the state in hand and the lock free, so it may request and cancel from wherever it is,
/// and so a panic needs no care: unwinding drops the state, and the emission has ended.
pub(crate) struct Emission<F, S> {
    state: Mutex<Option<State<F, S>>>,
    requested: Requested,
    cancelled: AtomicBool,
}

pub(crate) struct State<F, S> {
    /// Dropped first, which cancels what is upstream: others may follow the subscriber.
    pub(crate) feed: F,
    pub(crate) subscriber: S,
}

impl<F, S> Emission<F, S> {
    pub(crate) fn new(requested: u64) -> Self {
        Self {
            state: Mutex::new(None),
            requested: Requested::new(requested),
            cancelled: AtomicBool::new(false),
        }
    }

    pub(crate) fn requested(&self) -> &Requested {
        &self.requested
    }

    /// Ends the emission; drops the state now, or when the burst that has it sees the flag.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        let state = self.take();
        drop(state); // after the lock: the drop of a subscriber is foreign code
    }

    /// Takes the state out; none if somebody has it, or if the emission is over.
    pub(crate) fn take(&self) -> Option<State<F, S>> {
        lock(&self.state).take()
    }

    /// Gives the state (back). The flag is read under the lock: either it is seen here, or
    /// [`cancel`](Self::cancel) comes for the lock later and finds the state.
    pub(crate) fn put(&self, state: State<F, S>) {
        let mut slot = lock(&self.state);
        if !self.is_cancelled() {
            *slot = Some(state);
            return;
        }
        drop(slot);
        drop(state);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        // Relaxed: whoever needs an order between cancel and what follows gets it from the lock.
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl<F, S> Emission<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    /// Emits what is requested and there, and no more than `budget`; `true` if it has to be called
    /// again.
    pub(crate) fn burst(&self, budget: u64) -> bool {
        let state = self.take();
        state.is_some_and(|state| self.emit(state, 0, budget))
    }

    /// As [`burst`](Self::burst) with the state in hand, `emitted` being accounted for already.
    pub(crate) fn emit(&self, state: State<F, S>, mut emitted: u64, budget: u64) -> bool {
        // Apart, and on the stack: then a loop over a burst keeps its state in registers.
        let State { mut subscriber, mut feed } = state;
        // A burst was given back before its end: then one by one, which is always possible.
        let mut left = false;
        loop {
            if self.is_cancelled() {
                return false;
            }
            let limit = self.requested.get().min(budget);
            let wanted = emitted < limit;
            let in_burst = wanted && !mem::take(&mut left);
            if F::BLOCKS && in_burst {
                let block = feed.block(usize::try_from(limit - emitted).unwrap_or(usize::MAX));
                if block.len() > 0 {
                    let delivered;
                    (delivered, left) = self.deliver(block, &mut subscriber);
                    emitted += delivered;
                    continue;
                }
            }
            let stopped = if in_burst && !F::BLOCKS {
                let mut burst =
                    FeedBurst { emission: self, feed, emitted, limit: 0, budget, stopped: None };
                subscriber.on_burst(&mut burst);
                left = burst.is_left();
                FeedBurst { feed, emitted, .. } = burst;
                burst.stopped
            } else {
                match feed.next(wanted) {
                    Signal::Next(item) => {
                        emitted += u64::from(subscriber.try_on_next(item));
                        None
                    }
                    Signal::Wait => Some(Stopped::Wait),
                    Signal::End(end) => Some(Stopped::End(end)),
                }
            };
            match stopped {
                None => {}
                Some(Stopped::Wait) => {
                    // First the state, then the demand: who adds to zero demand finds the state.
                    self.put(State { subscriber, feed });
                    return self.requested.sub(emitted) > 0 && !wanted;
                }
                Some(Stopped::End(end)) => {
                    drop(feed); // §1.6
                    end.signal(subscriber);
                    return false;
                }
            }
        }
    }

    /// How many elements of a block count, and whether some are left.
    #[inline(never)] // apart from all else, the loop has the registers to itself
    fn deliver<B: Block<Item = F::Item>>(&self, block: B, subscriber: &mut S) -> (u64, bool) {
        let size = block.len();
        let mut burst = BlockBurst { emission: self, block, unused: 0 };
        subscriber.on_burst(&mut burst);
        let left = burst.block.len();
        ((size - left - burst.unused) as u64, left > 0)
    }
}

/// Why a burst is over, if it is not for want of demand.
enum Stopped<E> {
    Wait,
    End(End<E>),
}

/// What a [`Feed`] has, as far as it is requested.
struct FeedBurst<'a, F: Feed, S> {
    emission: &'a Emission<F, S>,
    feed: F,
    emitted: u64,
    /// Up to where it may go without a look at the demand. Zero before anything was taken.
    limit: u64,
    budget: u64,
    stopped: Option<Stopped<F::Error>>,
}

impl<F: Feed, S> FeedBurst<'_, F, S> {
    /// Whether the subscriber has returned without need.
    fn is_left(&self) -> bool {
        let is_untouched = self.limit == 0;
        let is_open = is_untouched || self.emitted < self.limit;
        self.stopped.is_none() && is_open && !self.emission.is_cancelled()
    }

    /// Takes up what has been requested meanwhile, if there is something.
    #[cold]
    fn extend(&mut self) -> bool {
        if self.stopped.is_some() {
            return false; // for good: the feed has said its last, or waits
        }
        self.limit = self.emission.requested.get().min(self.budget);
        self.emitted < self.limit
    }

    #[cold]
    fn stop(&mut self, stopped: Stopped<F::Error>) -> Option<F::Item> {
        self.stopped = Some(stopped);
        self.limit = 0;
        None
    }
}

impl<F: Feed, S> Burst<F::Item> for FeedBurst<'_, F, S> {
    #[inline]
    fn next(&mut self) -> Option<F::Item> {
        if self.emitted >= self.limit && !self.extend() || self.emission.is_cancelled() {
            return None;
        }
        match self.feed.next(true) {
            Signal::Next(item) => {
                self.emitted += 1;
                Some(item)
            }
            Signal::Wait => self.stop(Stopped::Wait),
            Signal::End(end) => self.stop(Stopped::End(end)),
        }
    }

    fn unused(&mut self) {
        self.emitted -= 1;
    }

    fn is_at_hand(&self) -> bool {
        self.feed.is_at_hand()
    }
}

/// A block of a [`Feed`]. What it counts it does not count for each element.
struct BlockBurst<'a, F, S, B> {
    emission: &'a Emission<F, S>,
    block: B,
    unused: usize,
}

impl<F, S, B: Block> Burst<B::Item> for BlockBurst<'_, F, S, B> {
    #[inline]
    fn next(&mut self) -> Option<B::Item> {
        if self.emission.is_cancelled() || self.block.is_interrupted() {
            return None;
        }
        self.block.next()
    }

    fn unused(&mut self) {
        self.unused += 1;
    }

    fn is_at_hand(&self) -> bool {
        true
    }
}
