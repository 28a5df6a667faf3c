use std::fmt;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::Stage;
use super::iterator::StageIter;
use super::subscriber::StageSubscriber;
use crate::source::FromIter;

/// A publisher whose elements go through a [`Stage`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Pass<P, G> {
    upstream: P,
    stage: G,
}

impl<P, G> Pass<P, G> {
    pub(crate) fn new(upstream: P, stage: G) -> Self {
        Self { upstream, stage }
    }
}

impl<P: fmt::Debug, G: fmt::Debug> fmt::Debug for Pass<P, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pass")
            .field("upstream", &self.upstream)
            .field("stage", &self.stage)
            .finish()
    }
}

impl<P, G> Publisher for Pass<P, G>
where
    P: Publisher,
    G: Stage<P::Item, P::Error>,
{
    type Item = G::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && !G::FAILS;
    const IS_PROMPT: bool = P::IS_PROMPT && !G::SKIPS;

    fn subscribe<S: Subscriber<G::Item, P::Error>>(self, subscriber: S) {
        self.upstream.subscribe(StageSubscriber::new(self.stage, subscriber));
    }

    fn drive<D: Driver<G::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(StageDriver { driver, stage: self.stage })
    }
}

struct StageDriver<D, G> {
    driver: D,
    stage: G,
}

impl<T, E, D, G> Driver<T, E> for StageDriver<D, G>
where
    T: Send + 'static,
    E: Send + 'static,
    G: Stage<T, E>,
    D: Driver<G::Item, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Pass::new(publisher, self.stage))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if G::FAILS || (G::SKIPS && D::CANCELLABLE) {
            // An iterator has no way to fail, nor to be cancelled.
            self.push(FromIter::new(iterator))
        } else {
            self.driver.pull(StageIter::new(iterator, self.stage))
        }
    }
}
