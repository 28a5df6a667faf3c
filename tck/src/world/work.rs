use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};

use super::World;

/// What is under way on threads that are not ours, as far as it is counted.
#[derive(Debug, Default)]
pub(super) struct Count {
    is_counted: AtomicBool,
    under_way: AtomicU64,
}

impl Count {
    /// Whether somebody counts, and so no time has to tell.
    pub(super) fn is_counted(&self) -> bool {
        self.is_counted.load(SeqCst)
    }

    pub(super) fn is_done(&self) -> bool {
        self.under_way.load(SeqCst) == 0
    }
}

/// Counts what an implementation has under way on threads of its own; see
/// [`Given::work_counter`](crate::Given::work_counter).
#[derive(Clone)]
pub struct WorkCounter(World);

impl WorkCounter {
    pub(super) fn new(world: &World) -> Self {
        world.work().is_counted.store(true, SeqCst);
        Self(world.clone())
    }

    /// Something is under way, until what is returned is dropped.
    #[must_use]
    pub fn begin(&self) -> Work {
        self.0.work().under_way.fetch_add(1, SeqCst);
        Work(self.0.clone())
    }
}

impl fmt::Debug for WorkCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WorkCounter").field(self.0.work()).finish()
    }
}

/// Something that is under way.
pub struct Work(World);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.work().under_way.fetch_sub(1, SeqCst);
        self.0.recorder().wake();
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work").finish_non_exhaustive()
    }
}
