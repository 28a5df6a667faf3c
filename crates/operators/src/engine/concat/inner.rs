use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::Link;

/// The subscriber of an inner stream.
pub(super) struct Inner<T, S, E>
where
    S: Subscriber<T, E>,
{
    link: Arc<Link<S, E>>,
    /// How much of the demand this stream has met.
    delivered: u64,
    completed: bool,
    items: PhantomData<fn(T)>,
}

impl<T, S: Subscriber<T, E>, E: Send + 'static> Inner<T, S, E> {
    pub(super) fn new(link: Arc<Link<S, E>>) -> Self {
        Self { link, delivered: 0, completed: false, items: PhantomData }
    }

    fn complete(&mut self) {
        self.completed = true;
        self.link.inner.disconnect(self.delivered);
        if !self.link.complete() {
            self.link.outer.request(Demand::ONE);
        }
    }
}

impl<T, S, E> Subscriber<T, E> for Inner<T, S, E>
where
    T: 'static,
    S: Subscriber<T, E>,
    E: Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.inner.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.delivered += 1;
        if !self.link.outlet.next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.inner.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let used = self.link.outlet.next(item);
        self.delivered += u64::from(used);
        used
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.link.outlet.burst(Counted { burst, delivered: &mut self.delivered });
    }

    fn on_error(mut self, error: E) {
        if self.link.fail(error) {
            self.complete();
        } else {
            self.link.inner.finish();
        }
    }

    fn on_complete(mut self) {
        self.complete();
    }
}

impl<T, S, E> Drop for Inner<T, S, E>
where
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.completed {
            self.link.break_off();
        }
    }
}

/// A burst of an inner stream, whose elements are counted.
struct Counted<'a, B> {
    burst: B,
    delivered: &'a mut u64,
}

impl<T, B: Burst<T>> Burst<T> for Counted<'_, B> {
    fn next(&mut self) -> Option<T> {
        let item = self.burst.next()?;
        *self.delivered += 1;
        Some(item)
    }

    fn unused(&mut self) {
        *self.delivered -= 1;
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
