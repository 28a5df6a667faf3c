use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::iterator::BatchIter;
use super::subscriber::BatchSubscriber;
use super::{BatchSize, Batcher};
use crate::source::FromIter;

/// A publisher of the batches that a [`Batcher`] makes.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Batched<P, B> {
    upstream: P,
    batcher: B,
}

impl<P, B> Batched<P, B> {
    pub(crate) fn new(upstream: P, batcher: B) -> Self {
        Self { upstream, batcher }
    }
}

impl<P: fmt::Debug, B: fmt::Debug> fmt::Debug for Batched<P, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batched")
            .field("upstream", &self.upstream)
            .field("batcher", &self.batcher)
            .finish()
    }
}

impl<P, B> Publisher for Batched<P, B>
where
    P: Publisher,
    B: Batcher<P::Item>,
{
    type Item = B::Batch;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;

    fn subscribe<S: Subscriber<B::Batch, P::Error>>(self, subscriber: S) {
        self.upstream.subscribe(BatchSubscriber::new(self.batcher, subscriber));
    }

    fn drive<D: Driver<B::Batch, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(BatchDriver { driver, batcher: self.batcher })
    }
}

struct BatchDriver<D, B> {
    driver: D,
    batcher: B,
}

impl<T, E, D, B> Driver<T, E> for BatchDriver<D, B>
where
    T: Send + 'static,
    E: Send + 'static,
    B: Batcher<T>,
    D: Driver<B::Batch, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Batched::new(publisher, self.batcher))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if D::CANCELLABLE && self.batcher.size() == BatchSize::Varies {
            // An iterator that waits for the end of a batch has no way to be cancelled.
            self.push(FromIter::new(iterator))
        } else {
            self.driver.pull(BatchIter::new(iterator, self.batcher))
        }
    }
}
