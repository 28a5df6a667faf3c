use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::Arbiter;

/// Passes on to a subscriber that has been greeted already what comes from another publisher, the
/// last one for it.
pub(crate) struct Follower<S> {
    downstream: S,
    upstream: Arc<Arbiter>,
}

impl<S> Follower<S> {
    pub(crate) fn new(downstream: S, upstream: Arc<Arbiter>) -> Self {
        Self { downstream, upstream }
    }
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for Follower<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.downstream.on_burst(burst);
    }

    fn on_error(self, error: E) {
        self.upstream.finish();
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.upstream.finish();
        self.downstream.on_complete();
    }
}
