//! The locks and atomics of this crate, and threads that wait: those of std, or of what explores the models of the engines
//! (`tests/models`): loom under `--cfg loom`, shuttle under `--cfg shuttle`.
//!
//! `Arc` is std's in all: a subscription is an `Arc<dyn Subscription>`, which loom's cannot be.

use std::ptr;
pub(crate) use std::sync::atomic::Ordering;
use std::time::Duration;

#[cfg(not(any(loom, shuttle)))]
pub(crate) use std::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, AtomicUsize},
    },
    thread,
};

#[cfg(loom)]
pub(crate) use loom::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, AtomicUsize},
    },
    thread,
};

#[cfg(shuttle)]
pub(crate) use shuttle::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, AtomicUsize},
    },
    thread,
};

/// Another number for each thread that there is; none of them is zero.
pub(crate) fn here() -> usize {
    #[cfg(not(any(loom, shuttle)))]
    std::thread_local!(static HERE: u8 = const { 0 });
    #[cfg(loom)]
    loom::thread_local!(static HERE: u8 = 0);
    #[cfg(shuttle)]
    shuttle::thread_local!(static HERE: u8 = 0);
    HERE.with(|here| ptr::from_ref(here).addr())
}

/// Locks, and goes on if somebody panicked with the lock in hand.
///
/// User code never runs under a lock of this crate (what it needs is taken out first), so a panic
/// cannot have left the guarded value half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Waits for `changed`, for no longer than `timeout` if there is one; may return early.
pub(crate) fn wait<'a, T>(
    changed: &Condvar,
    guard: MutexGuard<'a, T>,
    timeout: Option<Duration>,
) -> MutexGuard<'a, T> {
    match timeout {
        Some(timeout) => match changed.wait_timeout(guard, timeout) {
            Ok((guard, _)) => guard,
            Err(poisoned) => poisoned.into_inner().0,
        },
        None => changed.wait(guard).unwrap_or_else(|poisoned| poisoned.into_inner()),
    }
}
