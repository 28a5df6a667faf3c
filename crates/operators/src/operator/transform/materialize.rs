use std::convert::Infallible;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::{Map, Notification};
use crate::engine::Pass;
use crate::operator::{Chain, OnErrorResume};
use crate::source::FromIter;

/// Publisher for [`TransformExt::materialize`](crate::ext::TransformExt::materialize).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Materialize<P>(P);

impl<P: Publisher> Materialize<P> {
    pub(crate) fn new(upstream: P) -> Self {
        Self(upstream)
    }

    fn notifications(
        self,
    ) -> impl Publisher<Item = Notification<P::Item, P::Error>, Error = Infallible> {
        let elements = Pass::new(self.0, Map::new(Notification::Next));
        let completed =
            Chain::new(elements, FromIter::new(Some(Notification::Complete).into_iter()));
        OnErrorResume::new(completed, |error| {
            FromIter::new(Some(Notification::Error(error)).into_iter())
        })
    }
}

impl<P: Publisher> Publisher for Materialize<P> {
    type Item = Notification<P::Item, P::Error>;
    type Error = Infallible;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<Self::Item, Infallible>>(self, subscriber: S) {
        self.notifications().subscribe(subscriber);
    }

    fn drive<D: Driver<Self::Item, Infallible>>(self, driver: D) -> D::Output {
        self.notifications().drive(driver)
    }
}
