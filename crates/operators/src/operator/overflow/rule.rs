use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::buffer::{LeftOut, Waiting};
use super::{BufferOverflow, Overflowed, Reason};
use crate::engine::Deadline;
use crate::ext::Carries;
use crate::scheduler::Worker;

/// What the buffer of [`on_overflow`](crate::ext::OverflowExt::on_overflow) does when it is full; one of
/// those that [`Overflow`](super::Overflow) makes, and no other.
pub trait OverflowRule<T, E>: Send + Sync + 'static {
    /// Whether the upstream is held back, so that there is always room.
    const HOLDS: bool = false;

    /// Whether an element for which there is no room fails the stream.
    const FAILS: bool = false;

    /// Whether elements become [stale](Self::is_stale).
    const AGES: bool = false;

    /// What is kept with an element that waits.
    fn rank(&self, _element: &T) -> i64 {
        0
    }

    /// Puts elements out that wait, if one of this rank is worth it. Called with a lock in hand.
    fn evict(&self, _waiting: &mut Waiting<T>, _newest: i64, _left_out: &mut LeftOut<T>) {}

    /// Whether an element that waits is of no use any more.
    fn is_stale(&self, _rank: i64) -> bool {
        false
    }

    /// How long whoever brings an element waits for room.
    fn deadline(&self) -> Option<Deadline> {
        None
    }

    /// There is no room: what becomes of the element, and of the stream.
    fn refuse(&self, element: T, capacity: NonZeroUsize) -> Refusal<T, E>;
}

/// What to tell the observer, and what the stream is to fail with.
pub struct Refusal<T, E> {
    pub(super) dropped: Option<Overflowed<T>>,
    pub(super) error: Option<E>,
}

opaque!(Refusal<T, E>);

impl<T, E> Refusal<T, E> {
    fn drop(reason: Reason, element: T) -> Self {
        Self { dropped: Some(Overflowed { reason, element }), error: None }
    }

    /// Fails with what carries the element back.
    fn reject(reason: Reason, element: T) -> Self
    where
        E: Carries<Overflowed<T>>,
    {
        Self { dropped: None, error: Some(Overflowed { reason, element }.into()) }
    }
}

/// The rule of [`Overflow::hold`](super::Overflow::hold).
#[derive(Clone, Copy, Debug)]
pub struct Hold;

impl<T, E> OverflowRule<T, E> for Hold {
    const HOLDS: bool = true;

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::Full, element) // more than requested (§1.1)
    }
}

/// The rule of [`Overflow::block_for`](super::Overflow::block_for).
#[derive(Clone)]
pub struct BlockFor {
    pub(super) limit: Duration,
    pub(super) worker: Arc<dyn Worker>,
}

impl fmt::Debug for BlockFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockFor").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl<T, E: Carries<Overflowed<T>>> OverflowRule<T, E> for BlockFor {
    const FAILS: bool = true;

    fn deadline(&self) -> Option<Deadline> {
        Some(Deadline::after(self.limit, &*self.worker))
    }

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::reject(Reason::TimedOut, element)
    }
}

/// The rule of [`Overflow::reject`](super::Overflow::reject).
#[derive(Clone, Copy, Debug)]
pub struct Reject;

impl<T, E: Carries<Overflowed<T>>> OverflowRule<T, E> for Reject {
    const FAILS: bool = true;

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::reject(Reason::Full, element)
    }
}

/// The rule of [`Overflow::fail`](super::Overflow::fail).
#[derive(Clone, Copy, Debug)]
pub struct Fail;

impl<T, E: Carries<BufferOverflow>> OverflowRule<T, E> for Fail {
    const FAILS: bool = true;

    fn refuse(&self, element: T, capacity: NonZeroUsize) -> Refusal<T, E> {
        let error = Some(BufferOverflow { capacity }.into());
        Refusal { error, ..Refusal::drop(Reason::Full, element) }
    }
}

/// The rule of [`Overflow::drop_newest`](super::Overflow::drop_newest).
#[derive(Clone, Copy, Debug)]
pub struct DropNewest;

impl<T, E> OverflowRule<T, E> for DropNewest {
    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::Full, element)
    }
}

/// The rule of [`Overflow::drop_oldest`](super::Overflow::drop_oldest).
#[derive(Clone, Copy, Debug)]
pub struct DropOldest;

impl<T, E> OverflowRule<T, E> for DropOldest {
    fn evict(&self, waiting: &mut Waiting<T>, _: i64, left_out: &mut LeftOut<T>) {
        waiting.pop_front().into_iter().for_each(|oldest| left_out.evict(Reason::Oldest, oldest));
    }

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::Full, element)
    }
}

/// The rule of [`Overflow::keep_latest`](super::Overflow::keep_latest).
#[derive(Clone, Copy, Debug)]
pub struct KeepLatest;

impl<T, E> OverflowRule<T, E> for KeepLatest {
    fn evict(&self, waiting: &mut Waiting<T>, _: i64, left_out: &mut LeftOut<T>) {
        waiting.drain(..).for_each(|old| left_out.evict(Reason::Superseded, old));
    }

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::Full, element)
    }
}

/// The rule of [`Overflow::drop_least`](super::Overflow::drop_least).
#[derive(Clone)]
pub struct DropLeast<F>(pub(super) F);

opaque!(DropLeast<F>);

impl<T, E, F> OverflowRule<T, E> for DropLeast<F>
where
    F: Fn(&T) -> i64 + Send + Sync + 'static,
{
    fn rank(&self, element: &T) -> i64 {
        (self.0)(element)
    }

    fn evict(&self, waiting: &mut Waiting<T>, newest: i64, left_out: &mut LeftOut<T>) {
        // Of equals the first that is met, which is the latest from behind.
        let least = waiting.iter().enumerate().rev().min_by_key(|(_, ranked)| ranked.rank);
        let index = least.filter(|(_, ranked)| ranked.rank < newest).map(|(index, _)| index);
        let least = index.and_then(|index| waiting.remove(index));
        least.into_iter().for_each(|least| left_out.evict(Reason::LeastImportant, least));
    }

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::LeastImportant, element)
    }
}

/// The rule of [`Overflow::drop_older_than`](super::Overflow::drop_older_than).
#[derive(Clone)]
pub struct DropOlderThan {
    pub(super) age: Duration,
    pub(super) worker: Arc<dyn Worker>,
}

impl DropOlderThan {
    fn now(&self) -> i64 {
        nanos(self.worker.now())
    }

    fn is_older(&self, arrived: i64, now: i64) -> bool {
        now.saturating_sub(arrived) > nanos(self.age)
    }
}

fn nanos(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}

impl fmt::Debug for DropOlderThan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DropOlderThan").field("age", &self.age).finish_non_exhaustive()
    }
}

/// The rank is the time of arrival.
impl<T, E> OverflowRule<T, E> for DropOlderThan {
    const AGES: bool = true;

    fn rank(&self, _: &T) -> i64 {
        self.now()
    }

    fn evict(&self, waiting: &mut Waiting<T>, now: i64, left_out: &mut LeftOut<T>) {
        let old = waiting.iter().take_while(|ranked| self.is_older(ranked.rank, now)).count();
        let (reason, count) = if old == 0 { (Reason::Oldest, 1) } else { (Reason::TooOld, old) };
        waiting.drain(..count).for_each(|ranked| left_out.evict(reason, ranked));
    }

    fn is_stale(&self, arrived: i64) -> bool {
        self.is_older(arrived, self.now())
    }

    fn refuse(&self, element: T, _: NonZeroUsize) -> Refusal<T, E> {
        Refusal::drop(Reason::Full, element)
    }
}
