use std::fmt;
use std::marker::PhantomData;
use std::option;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::{Cardinality, ExactlyOne, Solo};
use crate::source::FromIter;

/// A publisher that is known to give at most one element, or exactly one.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Single<P, C> {
    publisher: P,
    cardinality: PhantomData<fn() -> C>,
}

impl<P, C> Single<P, C> {
    pub(crate) fn new(publisher: P) -> Self {
        Self { publisher, cardinality: PhantomData }
    }

    pub(crate) fn into_inner(self) -> P {
        self.publisher
    }
}

// By hand, because the derived one would ask for `C: Clone`.
impl<P: Clone, C> Clone for Single<P, C> {
    fn clone(&self) -> Self {
        Self::new(self.publisher.clone())
    }
}

impl<P: fmt::Debug, C> fmt::Debug for Single<P, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Single").field(&self.publisher).finish()
    }
}

impl<P: Publisher, C: Cardinality> Publisher for Single<P, C> {
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.publisher.subscribe(subscriber);
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.publisher.drive(driver)
    }
}

impl<P: Publisher, C: Cardinality> Solo for Single<P, C> {
    type Cardinality = C;
}

/// One value, in a chain that may fail.
pub type Return<T, E> = Single<FromIter<option::IntoIter<T>, E>, ExactlyOne>;

impl<T, E> Return<T, E> {
    pub(crate) fn of(value: T) -> Self {
        Self::new(FromIter::new(Some(value).into_iter()))
    }
}
