use std::convert::Infallible;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::OnErrorResume;
use crate::source::from_iter;

/// Publisher for [`ErrorExt::on_error_return`](crate::ext::ErrorExt::on_error_return).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnErrorReturn<P, T> {
    upstream: P,
    value: T,
}

impl<P: Publisher> OnErrorReturn<P, P::Item> {
    pub(crate) fn new(upstream: P, value: P::Item) -> Self {
        Self { upstream, value }
    }

    fn resume(self) -> impl Publisher<Item = P::Item, Error = Infallible> {
        let Self { upstream, value } = self;
        OnErrorResume::new(upstream, |_| from_iter(Some(value)))
    }
}

impl<P: Publisher> Publisher for OnErrorReturn<P, P::Item> {
    type Item = P::Item;
    type Error = Infallible;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, Infallible>>(self, subscriber: S) {
        self.resume().subscribe(subscriber);
    }

    fn drive<D: Driver<P::Item, Infallible>>(self, driver: D) -> D::Output {
        self.resume().drive(driver)
    }
}
