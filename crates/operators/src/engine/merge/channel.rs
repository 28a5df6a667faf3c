use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};

use reactive_streams::{Demand, Subscription};

use crate::sync::{AtomicBool, AtomicUsize, Ordering};

/// What one of the streams and whoever emits share.
pub(super) struct Channel {
    upstream: OnceLock<Arc<dyn Subscription>>,
    /// The upstream has ended, or must hear nothing more.
    done: AtomicBool,
    /// By what name the others know it; free for another when the stream has ended.
    pub(super) key: usize,
    /// The queue is among those that are ready: whoever emits will look into it.
    ready: AtomicBool,
    /// The stream has ended, after what is in its queue.
    ended: AtomicBool,
    /// How many elements have been delivered since the last request. For whoever emits.
    taken: AtomicUsize,
    prefetch: NonZeroUsize,
    limit: usize,
}

impl Channel {
    pub(super) fn new(key: usize, prefetch: NonZeroUsize) -> Self {
        Self {
            upstream: OnceLock::new(),
            done: AtomicBool::new(false),
            key,
            ready: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            taken: AtomicUsize::new(0),
            prefetch,
            limit: prefetch.get() - prefetch.get() / 4,
        }
    }

    /// Takes the subscription of the stream, and requests the prefetch; cancels it if there is one
    /// already (§2.5), or if it is not wanted any more (§2.6).
    pub(super) fn connect(&self, subscription: Arc<dyn Subscription>) {
        match self.upstream.set(subscription) {
            Err(second) => second.cancel(),
            Ok(()) => match self.upstream.get() {
                Some(unwanted) if self.done.load(Ordering::Acquire) => unwanted.cancel(),
                _ => self.request(self.prefetch.get()),
            },
        }
    }

    pub(super) fn request(&self, n: usize) {
        if let (false, Some(demand)) = (self.done.load(Ordering::Acquire), Demand::new(n as u64)) {
            if let Some(upstream) = self.upstream.get() {
                upstream.request(demand);
            }
        }
    }

    /// The stream hears nothing more; whether that is news.
    pub(super) fn finish(&self) -> bool {
        !self.done.swap(true, Ordering::AcqRel)
    }

    pub(super) fn cancel(&self) {
        if let (true, Some(upstream)) = (self.finish(), self.upstream.get()) {
            upstream.cancel();
        }
    }

    /// Counts the queue as ready; whether it was not so before.
    pub(super) fn set_ready(&self) -> bool {
        !self.ready.swap(true, Ordering::AcqRel)
    }

    /// To be called before the queue is found empty.
    pub(super) fn clear_ready(&self) {
        // Read as well: what was queued before it was set is then in sight.
        self.ready.swap(false, Ordering::AcqRel);
    }

    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Release);
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    pub(super) fn set_taken(&self, taken: usize) {
        self.taken.store(taken, Ordering::Relaxed);
    }

    /// Requests three quarters of the prefetch if so many have been taken; how many are taken then.
    pub(super) fn replenish(&self, taken: usize) -> usize {
        if taken < self.limit {
            return taken;
        }
        self.request(self.limit);
        taken - self.limit
    }
}
