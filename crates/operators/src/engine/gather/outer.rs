use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::Gather;
use crate::engine::End;

/// The subscriber of the outer stream.
pub(super) struct Outer<U, E, F>
where
    U: Send + 'static,
    E: Send + 'static,
{
    gather: Gather<U, E>,
    prefetch: NonZeroUsize,
    f: F,
    ended: bool,
}

impl<U: Send + 'static, E: Send + 'static, F> Outer<U, E, F> {
    pub(super) fn new(gather: Gather<U, E>, prefetch: NonZeroUsize, f: F) -> Self {
        Self { gather, prefetch, f, ended: false }
    }

    fn end(&mut self, end: End<E>) {
        self.ended = true;
        self.gather.end_outer(end);
    }
}

impl<T, U, E, F, Q> Subscriber<T, E> for Outer<U, E, F>
where
    U: Send + 'static,
    E: Send + 'static,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Item = U, Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.gather.shared.outer().connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.gather.shared.is_closed() {
            self.gather.add((self.f)(item), self.prefetch);
        }
    }

    fn on_error(mut self, error: E) {
        self.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<U, E, F> Drop for Outer<U, E, F>
where
    U: Send + 'static,
    E: Send + 'static,
{
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}
