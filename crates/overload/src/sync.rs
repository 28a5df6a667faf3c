use std::sync::{Mutex, MutexGuard};

/// Locks, and goes on if somebody panicked with the lock in hand: what is guarded is changed in one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
