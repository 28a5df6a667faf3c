use std::sync::Arc;
use std::time::Duration;

use super::{
    BlockFor, DropCounter, DropLeast, DropNewest, DropOlderThan, DropOldest, Fail, Hold, Ignore,
    KeepLatest, Observe, Overflowed, Reject,
};
use crate::scheduler::Scheduler;

/// What is to become of elements for which a full buffer has no room.
///
/// | | what gives way | who learns of it |
/// |---|---|---|
/// | [`hold`](Self::hold) | nothing: the upstream is held back | |
/// | [`block_for`](Self::block_for) | nothing, for a while: the thread waits; then the stream | the subscriber, by an error with the element |
/// | [`reject`](Self::reject) | the stream | the subscriber, by an error with the element |
/// | [`fail`](Self::fail) | the stream, and the element | the subscriber, and the observer |
/// | [`drop_newest`](Self::drop_newest) | the element that comes | the observer |
/// | [`drop_oldest`](Self::drop_oldest) | the element that has waited longest | the observer |
/// | [`keep_latest`](Self::keep_latest) | all that wait | the observer |
/// | [`drop_least`](Self::drop_least) | the least important | the observer |
/// | [`drop_older_than`](Self::drop_older_than) | what has waited for too long | the observer |
///
/// The observer is a counter, unless one says otherwise: [`OverflowPolicy`].
///
/// ```
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::operator::{Overflow, Reason};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// let policy = Overflow::drop_oldest();
/// let dropped = policy.dropped();
/// let prices = range(0..100).on_overflow(NonZeroUsize::new(8).unwrap(), policy);
/// let prices = prices.collect::<Vec<_>>().block().unwrap(); // a sink keeps up with everything
/// assert_eq!(prices.len() as u64 + dropped.by(Reason::Oldest), 100);
/// ```
#[doc(alias = "OverflowStrategy")]
#[doc(alias = "BufferOverflowStrategy")]
#[doc(alias = "BackpressureStrategy")]
#[doc(alias = "BackpressureOverflowStrategy")]
#[derive(Clone, Copy, Debug)]
pub enum Overflow {}

impl Overflow {
    /// Holds the upstream back: no more is requested of it than there is room for.
    pub fn hold() -> OverflowPolicy<Hold, Ignore> {
        OverflowPolicy { rule: Hold, observer: Ignore }
    }

    /// Has whoever brings an element wait for room, blocking its thread, for no longer than `limit`. Then
    /// the stream fails with [`Overflowed`], which carries the element.
    ///
    /// Not for an upstream that runs on the thread that requests: that would wait for itself. Each element
    /// that has to wait sets a timer. When the scheduler has shut down the time is up.
    pub fn block_for(
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> OverflowPolicy<BlockFor, Ignore> {
        let rule = BlockFor { limit, worker: Arc::from(scheduler.worker()) };
        OverflowPolicy { rule, observer: Ignore }
    }

    /// Fails the stream with [`Overflowed`], which carries the element, after those that wait.
    pub fn reject() -> OverflowPolicy<Reject, Ignore> {
        OverflowPolicy { rule: Reject, observer: Ignore }
    }

    /// Fails the stream with [`BufferOverflow`](super::BufferOverflow), after the elements that wait. The
    /// one that came goes to the observer.
    #[doc(alias = "onBackpressureError")]
    pub fn fail() -> OverflowPolicy<Fail> {
        OverflowPolicy::counting(Fail)
    }

    /// Leaves out the element that comes, and keeps those that wait.
    #[doc(alias = "onBackpressureDrop")]
    pub fn drop_newest() -> OverflowPolicy<DropNewest> {
        OverflowPolicy::counting(DropNewest)
    }

    /// Leaves out the element that has waited longest, and keeps the one that comes.
    pub fn drop_oldest() -> OverflowPolicy<DropOldest> {
        OverflowPolicy::counting(DropOldest)
    }

    /// Leaves out all that wait, and keeps the one that comes.
    ///
    /// With a capacity of one, that is always the latest.
    #[doc(alias = "onBackpressureLatest")]
    pub fn keep_latest() -> OverflowPolicy<KeepLatest> {
        OverflowPolicy::counting(KeepLatest)
    }

    /// Leaves out the least important element: of those that wait, or the one that comes.
    ///
    /// `importance` is called once with each element that is not delivered at once. Of those that are equally
    /// unimportant the latest is left out. Looking for it takes time in proportion to the capacity, when the buffer is full.
    pub fn drop_least<F>(importance: F) -> OverflowPolicy<DropLeast<F>> {
        OverflowPolicy::counting(DropLeast(importance))
    }

    /// Leaves out elements that have waited for longer than `age`; and if there are none, the one that
    /// has waited longest.
    ///
    /// An element is looked at when it is requested, or when there is no room for another; no timer is set.
    pub fn drop_older_than(
        age: Duration,
        scheduler: &dyn Scheduler,
    ) -> OverflowPolicy<DropOlderThan> {
        OverflowPolicy::counting(DropOlderThan { age, worker: Arc::from(scheduler.worker()) })
    }
}

/// A rule of [`Overflow`], and who is told of the elements that are left out.
#[derive(Clone, Debug)]
#[must_use = "a policy does nothing by itself"]
pub struct OverflowPolicy<R, O = DropCounter> {
    pub(super) rule: R,
    pub(super) observer: O,
}

impl<R> OverflowPolicy<R> {
    fn counting(rule: R) -> Self {
        Self { rule, observer: DropCounter::new() }
    }

    /// What counts the elements that are left out, in all streams with this policy or a clone of it.
    pub fn dropped(&self) -> DropCounter {
        self.observer.clone()
    }

    /// Has them counted together with those of other policies.
    pub fn count_in(self, counter: &DropCounter) -> Self {
        Self { observer: counter.clone(), ..self }
    }

    /// Hands them to `observer` in the place of counting them.
    pub fn observe<T, F>(self, observer: F) -> OverflowPolicy<R, Observe<F>>
    where
        F: Fn(Overflowed<T>) + Send + Sync + 'static,
    {
        OverflowPolicy { rule: self.rule, observer: Observe(observer) }
    }

    /// Drops them without a word.
    pub fn ignore(self) -> OverflowPolicy<R, Ignore> {
        OverflowPolicy { rule: self.rule, observer: Ignore }
    }
}
