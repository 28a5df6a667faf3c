use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Driver, Publisher, Subscriber, Subscription};

/// Publisher for [`ErrorExt::map_err`](crate::ext::ErrorExt::map_err),
/// [`err_into`](crate::ext::ErrorExt::err_into) and [`fallible`](crate::ext::ErrorExt::fallible).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct MapErr<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for MapErr<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MapErr").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> MapErr<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

/// An error that cannot be, as any other.
pub(crate) fn absurd<E>(error: Infallible) -> E {
    match error {}
}

impl<P, F, E> Publisher for MapErr<P, F>
where
    P: Publisher,
    F: FnOnce(P::Error) -> E + Send + 'static,
    E: Send + 'static,
{
    type Item = P::Item;
    type Error = E;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, E>>(self, subscriber: S) {
        self.upstream.subscribe(MapErrSubscriber { downstream: subscriber, f: self.f });
    }

    fn drive<D: Driver<P::Item, E>>(self, driver: D) -> D::Output {
        self.upstream.drive(MapErrDriver { driver, f: self.f })
    }
}

struct MapErrDriver<D, F> {
    driver: D,
    f: F,
}

impl<T, E, D, F, G> Driver<T, E> for MapErrDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, G>,
    F: FnOnce(E) -> G + Send + 'static,
    G: Send + 'static,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(MapErr::new(publisher, self.f))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator)
    }
}

struct MapErrSubscriber<S, F> {
    downstream: S,
    f: F,
}

impl<T, E, S, F, G> Subscriber<T, E> for MapErrSubscriber<S, F>
where
    S: Subscriber<T, G>,
    F: FnOnce(E) -> G + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.downstream.on_subscribe(subscription);
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
        self.downstream.on_error((self.f)(error));
    }

    fn on_complete(self) {
        self.downstream.on_complete();
    }
}
