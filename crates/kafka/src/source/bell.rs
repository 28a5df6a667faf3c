use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What wakes the service thread. Rung before it waits, it does not wait.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *lock(&self.rung) = true;
        self.changed.notify_one();
    }

    /// Waits until it is rung, or for so long.
    pub(crate) fn wait(&self, most: Duration) {
        let rung = self.changed.wait_timeout_while(lock(&self.rung), most, |rung| !*rung);
        *rung.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

/// Nothing that is behind a lock here is left half changed by a panic: no code of others runs under one.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
