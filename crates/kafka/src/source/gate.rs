use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Waker;

use super::bell::lock;

/// Where demand is seen, and where who has it waits.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    waker: Mutex<Option<Waker>>,
    asked: AtomicU64,
    waits: AtomicBool,
}

impl Gate {
    /// Somebody wants more.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// There is nothing for who wants more. To be followed by another look.
    pub(crate) fn wait(&self, waker: &Waker) {
        self.waits.store(true, Ordering::Relaxed);
        *lock(&self.waker) = Some(waker.clone());
    }

    /// Who wanted more has got something.
    pub(crate) fn answer(&self) {
        self.waits.store(false, Ordering::Relaxed);
    }

    /// How often somebody wanted more; `None` while somebody waits for it.
    pub(crate) fn idle(&self) -> Option<u64> {
        (!self.waits.load(Ordering::Relaxed)).then(|| self.asked.load(Ordering::Relaxed))
    }

    pub(crate) fn wake(&self) {
        let waker = lock(&self.waker).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Nobody will want more: lets go of who waited.
    pub(crate) fn close(&self) {
        drop(lock(&self.waker).take());
    }
}
