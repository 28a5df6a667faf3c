use std::convert::Infallible;
use std::fmt;
use std::iter;
use std::marker::PhantomData;
use std::ops::Range;
use std::option;

use reactive_streams::{Driver, Publisher, Subscriber};

use crate::engine::{IterFeed, PullSource};
use crate::mono::{AtMostOne, ExactlyOne, Mono, Single, mono};

/// Gives the items of an iterator.
///
/// # Demand
///
/// An item is taken from the iterator when it has been requested, and never before; nothing is
/// buffered. Items are delivered on the thread that requests. The end is announced with the last item
/// when the iterator's `size_hint` tells it, and with the next request otherwise.
///
/// Cancelling drops the iterator. If the iterator panics, the subscriber is dropped and the panic
/// unwinds to whoever requested.
///
/// The publisher is `Clone` when the iterator is.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::from_iter;
///
/// let words = from_iter(["to", "be", "or", "not"]).map(str::len).collect::<Vec<_>>().block();
/// assert_eq!(words.unwrap(), [2, 2, 2, 3]);
/// ```
#[doc(alias = "fromIterable")]
#[doc(alias = "fromArray")]
#[doc(alias = "fromIterator")]
#[doc(alias = "fromStream")]
#[doc(alias = "just")]
#[doc(alias = "apply")]
#[doc(alias = "from")]
#[doc(alias = "fromJavaStream")]
#[doc(alias = "items")]
pub fn from_iter<I>(items: I) -> FromIter<I::IntoIter>
where
    I: IntoIterator,
    I::IntoIter: Send + 'static,
    I::Item: Send + 'static,
{
    FromIter::new(items.into_iter())
}

/// Gives the numbers of a range.
///
/// Behaves as [`from_iter`].
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// assert_eq!(range(1..5).fold(0, |sum, n| sum + n).block().unwrap(), 10);
/// ```
#[doc(alias = "rangeLong")]
pub fn range<T>(numbers: Range<T>) -> FromIter<Range<T>>
where
    T: Send + 'static,
    Range<T>: Iterator<Item = T>,
{
    from_iter(numbers)
}

/// Gives one value, when it is requested, and completes.
///
/// Behaves as [`from_iter`].
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::once;
///
/// assert_eq!(once("hello").collect::<Vec<_>>().block().unwrap(), ["hello"]);
/// ```
#[doc(alias = "just")]
#[doc(alias = "single")]
pub fn once<T: Send + 'static>(
    value: T,
) -> Mono<Single<FromIter<option::IntoIter<T>>, ExactlyOne>> {
    mono(from_iter(Some(value)))
}

/// Gives the value of an option, if there is one, when it is requested, and completes.
///
/// Behaves as [`from_iter`].
///
/// ```
/// use reactive_streams_operators::from_option;
///
/// assert_eq!(from_option(Some("hello")).block(), Ok(Some("hello")));
/// assert_eq!(from_option(None::<u8>).block(), Ok(None));
/// ```
#[doc(alias = "justOrEmpty")]
#[doc(alias = "fromOptional")]
pub fn from_option<T: Send + 'static>(
    option: Option<T>,
) -> Mono<Single<FromIter<option::IntoIter<T>>, AtMostOne>> {
    mono(from_iter(option))
}

/// Gives nothing, and completes without waiting for demand.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::empty;
///
/// assert_eq!(empty::<u8>().collect::<Vec<_>>().block().unwrap(), []);
/// ```
#[doc(alias = "complete")]
pub fn empty<T: Send + 'static>() -> Mono<Single<FromIter<iter::Empty<T>>, AtMostOne>> {
    mono(from_iter(iter::empty()))
}

/// Publisher for [`from_iter`], [`range`], [`once`] and others.
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromIter<I, E = Infallible> {
    items: I,
    error: PhantomData<fn() -> E>,
}

impl<I, E> FromIter<I, E> {
    pub(crate) fn new(items: I) -> Self {
        Self { items, error: PhantomData }
    }

    pub(crate) fn into_inner(self) -> I {
        self.items
    }
}

// By hand, because the derived one would ask for `E: Clone`.
impl<I: Clone, E> Clone for FromIter<I, E> {
    fn clone(&self) -> Self {
        Self::new(self.items.clone())
    }
}

impl<I, E> fmt::Debug for FromIter<I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromIter").finish_non_exhaustive()
    }
}

impl<I, E> Publisher for FromIter<I, E>
where
    I: Iterator + Send + 'static,
    I::Item: Send + 'static,
    E: Send + 'static,
{
    type Item = I::Item;
    type Error = E;
    const IS_ITERATOR: bool = true;
    const IS_PROMPT: bool = true;

    fn subscribe<S: Subscriber<I::Item, E>>(self, subscriber: S) {
        PullSource::start(IterFeed::new(self.items), subscriber);
    }

    fn drive<D: Driver<I::Item, E>>(self, driver: D) -> D::Output {
        driver.pull(self.items)
    }
}
