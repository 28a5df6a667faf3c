use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::Listener;
use super::iterator::ListenIter;
use super::subscriber::ListenSubscriber;

/// A publisher whose signals a [`Listener`] sees.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Listened<P, L> {
    upstream: P,
    listener: L,
}

impl<P, L> Listened<P, L> {
    pub(crate) fn new(upstream: P, listener: L) -> Self {
        Self { upstream, listener }
    }
}

impl<P: fmt::Debug, L: fmt::Debug> fmt::Debug for Listened<P, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listened")
            .field("upstream", &self.upstream)
            .field("listener", &self.listener)
            .finish()
    }
}

impl<P, L> Publisher for Listened<P, L>
where
    P: Publisher,
    L: Listener<P::Item, P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && L::FUSES;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.upstream.subscribe(ListenSubscriber::new(self.listener, subscriber));
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        if L::FUSES {
            self.upstream.drive(ListenDriver { driver, listener: self.listener })
        } else {
            driver.push(self)
        }
    }
}

struct ListenDriver<D, L> {
    driver: D,
    listener: L,
}

impl<T, E, D, L> Driver<T, E> for ListenDriver<D, L>
where
    T: Send + 'static,
    E: Send + 'static,
    L: Listener<T, E>,
    D: Driver<T, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Listened::new(publisher, self.listener))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(mut self, iterator: I) -> D::Output {
        self.listener.upward();
        self.driver.pull(ListenIter::new(iterator, self.listener))
    }
}
