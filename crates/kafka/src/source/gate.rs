use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use super::bell::lock;

/// Where demand is seen, and where who has it waits.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    waker: Mutex<Option<Waker>>,
    asked: AtomicU64,
    waits: AtomicBool,
}

impl Gate {
    /// Somebody wants more: gives what `take` finds, or has whoever wants it woken when it is to look again.
    pub(crate) fn poll<T>(&self, cx: &Context<'_>, mut take: impl FnMut() -> Poll<T>) -> Poll<T> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut taken = take();
        if taken.is_pending() {
            self.waits.store(true, Ordering::Relaxed);
            *lock(&self.waker) = Some(cx.waker().clone());
            taken = take(); // it may have come before the waker was there
        }
        if taken.is_ready() {
            self.waits.store(false, Ordering::Relaxed);
        }
        taken
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
