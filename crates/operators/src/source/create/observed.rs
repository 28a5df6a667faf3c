use std::sync::Arc;

use reactive_streams::{Demand, Subscriber, Subscription};

use super::hooks::Hooks;

/// A subscriber of whose requests and cancel the hooks hear.
pub(super) struct Observed<S> {
    subscriber: S,
    hooks: Arc<Hooks>,
}

impl<S> Observed<S> {
    pub(super) fn new(subscriber: S, hooks: Arc<Hooks>) -> Self {
        Self { subscriber, hooks }
    }
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for Observed<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let hooks = Arc::clone(&self.hooks);
        self.subscriber.on_subscribe(Arc::new(Link { upstream: subscription, hooks }));
    }

    fn on_next(&mut self, item: T) {
        self.subscriber.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let used = self.subscriber.try_on_next(item);
        if !used {
            self.hooks.request(Demand::ONE); // another in its place
        }
        used
    }

    fn on_error(self, error: E) {
        self.subscriber.on_error(error);
    }

    fn on_complete(self) {
        self.subscriber.on_complete();
    }
}

struct Link {
    upstream: Arc<dyn Subscription>,
    hooks: Arc<Hooks>,
}

impl Subscription for Link {
    fn request(&self, demand: Demand) {
        // The demand first: a hook that emits finds it there.
        self.upstream.request(demand);
        self.hooks.request(demand);
    }

    fn cancel(&self) {
        self.hooks.cancel();
        self.upstream.cancel();
    }
}
