use std::sync::Arc;

use reactive_streams::{Subscriber, Subscription};

use super::launch::Launch;
use super::panicked::Panicked;
use super::poller::Poller;
use crate::engine::{Arbiter, End};

/// The subscriber of the upstream.
pub(super) struct Inlet<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    outer: Arc<Arbiter>,
    poller: Arc<Poller<T, E, L>>,
    ended: bool,
}

impl<T, E, L> Inlet<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    pub(super) fn new(outer: Arc<Arbiter>, poller: Arc<Poller<T, E, L>>) -> Self {
        Self { outer, poller, ended: false }
    }

    fn end(&mut self, end: End<E>) {
        self.ended = true;
        self.outer.finish();
        self.poller.end(end);
    }
}

impl<T, E, L> Subscriber<T, E> for Inlet<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.outer.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.poller.accept(item);
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<T, E, L> Drop for Inlet<T, E, L>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
    L: Launch<T>,
{
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}
