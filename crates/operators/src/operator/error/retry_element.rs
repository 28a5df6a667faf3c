use std::fmt;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::{MapErr, Retry, RetryError, RetryWhen};
use crate::engine::concat;
use crate::scheduler::Worker;

/// Publisher for [`ErrorExt::retry_element`](crate::ext::ErrorExt::retry_element).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct RetryElement<P, X, F> {
    upstream: P,
    retry: Retry<X>,
    worker: Arc<dyn Worker>,
    f: F,
}

impl<P, X, F> RetryElement<P, X, F> {
    pub(crate) fn new(upstream: P, retry: Retry<X>, worker: Arc<dyn Worker>, f: F) -> Self {
        Self { upstream, retry, worker, f }
    }
}

impl<P: fmt::Debug, X, F> fmt::Debug for RetryElement<P, X, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryElement")
            .field("upstream", &self.upstream)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<P, X, F, Q> Publisher for RetryElement<P, X, F>
where
    P: Publisher<Item: Clone, Error: From<RetryError<X>>>,
    X: Send + 'static,
    F: Fn(P::Item) -> Q + Clone + Send + 'static,
    Q: Publisher<Error = X>,
{
    type Item = Q::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, retry, worker, f } = self;
        let attempts = move |item| {
            let attempt = Attempt { item, f: f.clone() };
            let attempts = RetryWhen::new(attempt, retry.clone(), Arc::clone(&worker));
            MapErr::new(attempts, P::Error::from)
        };
        concat(upstream, attempts, false, subscriber);
    }
}

/// What `f` makes of an element, anew for each clone.
#[derive(Clone)]
struct Attempt<T, F> {
    item: T,
    f: F,
}

impl<T, F, Q> Publisher for Attempt<T, F>
where
    T: Send + 'static,
    F: Fn(T) -> Q + Send + 'static,
    Q: Publisher,
{
    type Item = Q::Item;
    type Error = Q::Error;

    fn subscribe<S: Subscriber<Q::Item, Q::Error>>(self, subscriber: S) {
        (self.f)(self.item).subscribe(subscriber);
    }
}
