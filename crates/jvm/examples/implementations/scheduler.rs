use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use reactive_streams_operators::scheduler::{PoolScheduler, Scheduler};

/// Threads of our own, which are attached by their first signal and detached when they end.
static POOL: Mutex<Option<PoolScheduler>> = Mutex::new(None);

pub(crate) fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("no capacity in this library is zero")
}

pub(crate) fn with_pool<R>(f: impl FnOnce(&dyn Scheduler) -> R) -> R {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    f(pool.get_or_insert_with(|| PoolScheduler::new("rust", capacity(2))))
}

/// Ends the threads, so that nothing is attached any more.
pub(crate) fn shut_down() {
    let pool = POOL.lock().unwrap_or_else(PoisonError::into_inner).take();
    drop(pool);
}
