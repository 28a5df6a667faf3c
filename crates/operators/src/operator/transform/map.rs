use std::fmt;
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber, Subscription};

/// Publisher for [`TransformExt::map`](crate::ext::TransformExt::map).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Map<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for Map<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> Map<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, U> Publisher for Map<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> U + Send + 'static,
    U: Send + 'static,
{
    type Item = U;
    type Error = P::Error;

    fn subscribe<S: Subscriber<U, P::Error>>(self, subscriber: S) {
        self.upstream.subscribe(MapSubscriber { downstream: subscriber, f: self.f });
    }

    fn drive<D: Driver<U, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(MapDriver { driver, f: self.f })
    }
}

struct MapDriver<D, F> {
    driver: D,
    f: F,
}

impl<T, E, D, F, U> Driver<T, E> for MapDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<U, E>,
    F: FnMut(T) -> U + Send + 'static,
    U: Send + 'static,
{
    type Output = D::Output;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Map::new(publisher, self.f))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator.map(self.f))
    }
}

struct MapSubscriber<S, F> {
    downstream: S,
    f: F,
}

impl<T, E, S, F, U> Subscriber<T, E> for MapSubscriber<S, F>
where
    S: Subscriber<U, E>,
    F: FnMut(T) -> U + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.downstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.downstream.on_next((self.f)(item));
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream.try_on_next((self.f)(item))
    }

    fn on_error(self, error: E) {
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.downstream.on_complete();
    }
}
