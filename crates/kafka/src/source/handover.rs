use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many messages of a partition have been taken and not handed on, and whether any still are to be.
///
/// Either who hands one on sees that the partition is stopped, or who stops it sees that one is in flight: so each
/// writes first, and then reads, in one order for all.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    undelivered: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Handover {
    pub(crate) fn undelivered(&self) -> usize {
        self.undelivered.load(Ordering::SeqCst)
    }

    pub(crate) fn set_undelivered(&self, undelivered: usize) {
        self.undelivered.store(undelivered, Ordering::SeqCst);
    }

    /// One is handed on, `left` remain; `false` if it is not to be.
    pub(crate) fn hand_on(&self, left: usize) -> bool {
        self.set_undelivered(left);
        if !self.is_stopped() {
            return true;
        }
        self.set_undelivered(left + 1);
        false
    }

    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }
}
