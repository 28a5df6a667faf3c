use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use reactive_streams::{Demand, Subscription};

/// The subscription behind a number that a subscriber in Java has.
pub(crate) struct Link {
    upstream: Arc<dyn Subscription>,
    /// `LIVE`, `CANCELLED`, or a demand that is none (§3.9).
    state: AtomicI64,
}

const LIVE: i64 = 1;
const CANCELLED: i64 = 2;

impl Link {
    pub(crate) fn new(upstream: Arc<dyn Subscription>) -> Self {
        Self { upstream, state: AtomicI64::new(LIVE) }
    }

    pub(crate) fn request(&self, n: i64) {
        // What Java calls unbounded is more than an `i64` counts.
        let demand = if n == i64::MAX { u64::MAX } else { u64::try_from(n).unwrap_or(0) };
        match Demand::new(demand) {
            Some(demand) if self.is_live() => self.upstream.request(demand),
            Some(_) => {} // §3.6
            None => self.end(n),
        }
    }

    pub(crate) fn cancel(&self) {
        self.end(CANCELLED);
    }

    /// The upstream drops its subscriber then, and that is when the subscriber is told why.
    fn end(&self, state: i64) {
        let first =
            self.state.compare_exchange(LIVE, state, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        if first {
            self.upstream.cancel();
        }
    }

    pub(crate) fn is_live(&self) -> bool {
        self.state.load(Ordering::Acquire) == LIVE
    }

    /// The demand that ended it, if it is that (§3.9).
    pub(crate) fn illegal_demand(&self) -> Option<i64> {
        Some(self.state.load(Ordering::Acquire)).filter(|state| *state <= 0)
    }
}
