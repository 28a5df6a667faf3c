use std::fmt;
use std::sync::Arc;

use reactive_streams::{Demand, Driver, Publisher, Subscriber, Subscription};

/// Publisher for [`FilterExt::filter`](crate::ext::FilterExt::filter).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Filter<P, F> {
    upstream: P,
    predicate: F,
}

impl<P: fmt::Debug, F> fmt::Debug for Filter<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> Filter<P, F> {
    pub(crate) fn new(upstream: P, predicate: F) -> Self {
        Self { upstream, predicate }
    }
}

impl<P, F> Publisher for Filter<P, F>
where
    P: Publisher,
    F: FnMut(&P::Item) -> bool + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, predicate } = self;
        upstream.subscribe(FilterSubscriber { downstream: subscriber, predicate, upstream: None });
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(FilterDriver { driver, predicate: self.predicate })
    }
}

struct FilterDriver<D, F> {
    driver: D,
    predicate: F,
}

impl<T, E, D, F> Driver<T, E> for FilterDriver<D, F>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Output = D::Output;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Filter::new(publisher, self.predicate))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator.filter(self.predicate))
    }
}

struct FilterSubscriber<S, F> {
    downstream: S,
    predicate: F,
    upstream: Option<Arc<dyn Subscription>>,
}

impl<T, E, S, F> Subscriber<T, E> for FilterSubscriber<S, F>
where
    S: Subscriber<T, E>,
    F: FnMut(&T) -> bool + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if self.upstream.is_some() {
            return subscription.cancel(); // §2.5
        }
        self.upstream = Some(Arc::clone(&subscription));
        self.downstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.upstream.iter().for_each(|upstream| upstream.request(Demand::ONE));
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        (self.predicate)(&item) && self.downstream.try_on_next(item)
    }

    fn on_error(self, error: E) {
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.downstream.on_complete();
    }
}
