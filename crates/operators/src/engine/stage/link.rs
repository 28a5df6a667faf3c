use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use crate::sync::{AtomicBool, AtomicU64, Ordering};

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

/// The subscription of a stage that takes elements in before it gives any.
pub(super) struct LeadLink {
    upstream: Arc<dyn Subscription>,
    /// What the first request is to add.
    lead: AtomicU64,
}

impl LeadLink {
    pub(super) fn new(upstream: Arc<dyn Subscription>, lead: u64) -> Arc<Self> {
        Arc::new(Self { upstream, lead: AtomicU64::new(lead) })
    }
}

impl Subscription for LeadLink {
    fn request(&self, demand: Demand) {
        // Relaxed: the number is all that is handed over. Looked at first, for later requests.
        let lead = match self.lead.load(Ordering::Relaxed) {
            0 => 0,
            _ => self.lead.swap(0, Ordering::Relaxed),
        };
        let lead = Demand::new(lead);
        self.upstream.request(lead.map_or(demand, |lead| demand.saturating_add(lead)));
    }

    fn cancel(&self) {
        self.upstream.cancel();
    }
}
