use reactive_streams::{Publisher, Subscriber};

use crate::engine::race;

/// Gives the elements of the publisher that signals first: an element, completion or an error. The
/// others are cancelled.
///
/// # Demand
///
/// All are subscribed, in order, until one has signalled, and each is asked for what is requested. From
/// then on requests go to that one alone. Nothing is buffered; what others give is dropped.
///
/// # Errors
///
/// An error is a signal like any other. A publisher that drops its subscriber is out; when all of them
/// are, the subscriber is dropped. Of no publishers at all, it completes. Cancel goes to all.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{first_with_signal, timer};
///
/// let clock = ThreadScheduler::new("clock");
/// let after = |millis| timer(Duration::from_millis(millis), &clock).map(move |()| millis);
/// let first = first_with_signal([after(60_000), after(1)]);
/// assert_eq!(first.collect::<Vec<_>>().block().unwrap(), [1]);
/// ```
#[doc(alias = "race")]
#[doc(alias = "first")]
#[doc(alias = "or")]
#[doc(alias = "amb")]
#[doc(alias = "ambArray")]
#[doc(alias = "ambWith")]
pub fn first_with_signal<I>(publishers: I) -> FirstWithSignal<I::IntoIter>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    FirstWithSignal(publishers.into_iter())
}

/// Gives the elements of the publisher that gives an element first. The others are cancelled.
///
/// # Demand
///
/// As [`first_with_signal`], until one has given an element.
///
/// # Errors
///
/// A publisher that completes or fails without an element is out. When all of them are, it ends as the
/// last of them did that failed, or completes if none has failed. Of no publishers at all, it completes.
/// Cancel goes to all.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{error, first_with_value, once};
///
/// let mirrors = [error("unreachable").boxed(), once(7).into_flux().fallible().boxed()];
/// assert_eq!(first_with_value(mirrors).collect::<Vec<_>>().block(), Ok(vec![7]));
/// ```
pub fn first_with_value<I>(publishers: I) -> FirstWithValue<I::IntoIter>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    FirstWithValue(publishers.into_iter())
}

/// Publisher for [`first_with_signal`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FirstWithSignal<I>(I);

opaque!(FirstWithSignal<I>);

impl<I, P> Publisher for FirstWithSignal<I>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        race(self.0, true, subscriber);
    }
}

/// Publisher for [`first_with_value`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FirstWithValue<I>(I);

opaque!(FirstWithValue<I>);

impl<I, P> Publisher for FirstWithValue<I>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        race(self.0, false, subscriber);
    }
}
