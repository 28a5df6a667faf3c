use std::fmt;
use std::sync::Arc;
// Not the facade's: nothing waits for a count.
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Overflowed, Reason};

/// Is told of each element that is left out: a [`DropCounter`], a closure ([`Observe`]), or [`Ignore`].
///
/// It is called by whoever brings or requests elements, with no lock in hand, and should return quickly.
pub trait OverflowObserver<T>: Send + Sync + 'static {
    /// An element was left out.
    fn overflowed(&self, overflowed: Overflowed<T>);
}

/// Counts what is left out. Clones count together.
#[derive(Clone, Default)]
pub struct DropCounter(Arc<[AtomicU64; Reason::ALL.len()]>);

impl DropCounter {
    /// A counter that stands at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many elements were left out for this reason.
    pub fn by(&self, reason: Reason) -> u64 {
        self.0[reason as usize].load(Ordering::Relaxed)
    }

    /// How many elements were left out for each reason, in the order of [`Reason::ALL`].
    pub fn counts(&self) -> [(Reason, u64); Reason::ALL.len()] {
        Reason::ALL.map(|reason| (reason, self.by(reason)))
    }

    /// Whether the two count together.
    pub fn is_clone_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// How many elements were left out.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }
}

impl fmt::Debug for DropCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DropCounter").field("total", &self.total()).finish_non_exhaustive()
    }
}

impl<T> OverflowObserver<T> for DropCounter {
    fn overflowed(&self, overflowed: Overflowed<T>) {
        self.0[overflowed.reason as usize].fetch_add(1, Ordering::Relaxed);
    }
}

/// Hands what is left out to a closure.
#[derive(Clone)]
pub struct Observe<F>(pub(super) F);

opaque!(Observe<F>);

impl<F> Observe<F> {
    /// Calls `observer` with each element that is left out.
    pub fn new(observer: F) -> Self {
        Self(observer)
    }
}

impl<T, F> OverflowObserver<T> for Observe<F>
where
    F: Fn(Overflowed<T>) + Send + Sync + 'static,
{
    fn overflowed(&self, overflowed: Overflowed<T>) {
        (self.0)(overflowed);
    }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Ignore;

impl<T> OverflowObserver<T> for Ignore {
    fn overflowed(&self, _: Overflowed<T>) {}
}
