use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

/// A subscriber that is moved by its address: for a drain, which takes it out of a mutex and puts it
/// back for each burst, however short.
pub(crate) struct Boxed<S>(Box<S>);

impl<S> Boxed<S> {
    pub(crate) fn new(subscriber: S) -> Self {
        Self(Box::new(subscriber))
    }
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for Boxed<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.0.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.0.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.0.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.0.on_burst(burst);
    }

    fn on_error(self, error: E) {
        (*self.0).on_error(error);
    }

    fn on_complete(self) {
        (*self.0).on_complete();
    }
}
