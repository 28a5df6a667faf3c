use std::sync::Arc;

use reactive_streams::{Demand, Subscription};

use super::UpwardListener;
use crate::sync::{AtomicBool, Ordering};

/// The subscription of a stage that is listened to.
pub(super) struct ListenLink<U> {
    upstream: Arc<dyn Subscription>,
    listener: U,
    over: AtomicBool,
}

impl<U: UpwardListener> ListenLink<U> {
    pub(super) fn new(upstream: Arc<dyn Subscription>, listener: U) -> Arc<Self> {
        Arc::new(Self { upstream, listener, over: AtomicBool::new(false) })
    }

    /// There is nothing to listen to from here on (§1.6, §3.6, §3.7); `false` if that was so before.
    pub(super) fn end(&self) -> bool {
        !self.over.swap(true, Ordering::AcqRel)
    }
}

impl<U: UpwardListener> Subscription for ListenLink<U> {
    fn request(&self, demand: Demand) {
        if !self.over.load(Ordering::Acquire) {
            self.listener.on_request(demand);
            self.upstream.request(demand);
        }
    }

    fn cancel(&self) {
        if self.end() {
            self.listener.on_cancel();
            self.upstream.cancel();
            self.listener.after_cancel();
        }
    }
}
