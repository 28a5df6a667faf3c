use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use crate::sync::{AtomicBool, Ordering};

/// The subscription of a stage that may end the stream: whether it or the downstream is first.
pub(crate) struct EndLink {
    upstream: Arc<dyn Subscription>,
    cancelled: AtomicBool,
}

impl EndLink {
    pub(crate) fn new(upstream: Arc<dyn Subscription>) -> Arc<Self> {
        Arc::new(Self { upstream, cancelled: AtomicBool::new(false) })
    }

    /// Cancels the upstream; `false` if that has been done.
    pub(crate) fn end(&self) -> bool {
        let first = !self.cancelled.swap(true, Ordering::AcqRel);
        if first {
            self.upstream.cancel();
        }
        first
    }
}

impl Subscription for EndLink {
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        self.end();
    }
}
