use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use super::Hub;
use crate::engine::Requested;
use crate::sync::{AtomicBool, AtomicU64, Ordering};

/// One of the subscribers: its demand. It is its subscription as well.
pub(super) struct Member<T: Send + 'static, E: Clone + Send + 'static> {
    hub: Arc<Hub<T, E>>,
    /// All that was ever asked for.
    requested: Requested,
    /// How much of that has been met. Only whoever delivers changes it.
    delivered: AtomicU64,
    cancelled: AtomicBool,
}

impl<T: Send + 'static, E: Clone + Send + 'static> Member<T, E> {
    pub(super) fn new(hub: Arc<Hub<T, E>>) -> Arc<Self> {
        Arc::new(Self {
            hub,
            requested: Requested::new(0),
            delivered: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
        })
    }

    /// How many elements it may be given.
    pub(super) fn room(&self) -> u64 {
        let delivered = self.delivered.load(Ordering::Relaxed);
        match self.requested.get() {
            u64::MAX => u64::MAX,
            requested => requested - delivered,
        }
    }

    pub(super) fn deliver(&self, elements: u64) {
        let delivered = self.delivered.load(Ordering::Relaxed);
        self.delivered.store(delivered.saturating_add(elements), Ordering::Relaxed);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Subscription for Member<T, E> {
    fn request(&self, demand: Demand) {
        self.requested.add(demand);
        self.hub.wake();
    }

    fn cancel(&self) {
        if !self.cancelled.swap(true, Ordering::AcqRel) {
            self.hub.leave(self);
        }
    }
}
