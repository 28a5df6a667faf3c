use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::AutoConnect;
use super::connectable::Connectable;
use crate::engine::WhenLeft;
use crate::sink::{Disposable, Running};

/// Publisher for [`ShareExt::publish`](crate::ext::ShareExt::publish); each of its clones can be subscribed,
/// before and after it is [connected](Self::connect).
#[doc(alias = "ConnectableFlux")]
#[doc(alias = "ConnectableFlowable")]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Published<P>(pub(super) Arc<Connectable<P>>)
where
    P: Publisher<Item: Clone, Error: Clone>;

impl<P> Published<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize) -> Self {
        Self(Connectable::new(upstream, capacity, WhenLeft::Wait))
    }

    /// Subscribes the upstream, for all who have subscribed and who will.
    ///
    /// The handle ends the stream when it is dropped: the upstream is cancelled, and those who are
    /// subscribed are abandoned, as those who come later are. [Detach](Disposable::detach) it where the
    /// stream is to go on. Connecting again gives another handle to the same stream.
    pub fn connect(&self) -> Disposable {
        self.0.connect();
        Disposable::new(Arc::clone(self.0.hub()) as Arc<dyn Running>)
    }

    /// Connects as soon as so many subscribers are there, and stays connected.
    ///
    /// When the last subscriber has gone the stream goes on waiting for others; the upstream is cancelled
    /// when the last clone of the publisher has been dropped as well.
    ///
    /// # Demand
    ///
    /// As [`publish`](crate::ext::ShareExt::publish).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let two = NonZeroUsize::new(2).unwrap();
    /// let numbers = range(0..4).publish(two).auto_connect(two);
    /// let mut sum = numbers.clone().fold(0, |sum, n| sum + n).start();
    /// assert!(sum.try_take().is_none()); // it waits for the other
    /// assert_eq!(numbers.count().block(), Ok(4));
    /// assert_eq!(sum.block(), Ok(6));
    /// ```
    #[doc(alias = "autoConnect")]
    pub fn auto_connect(self, subscribers: NonZeroUsize) -> AutoConnect<P> {
        AutoConnect::new(self.0, subscribers)
    }
}

// By hand, because the derived one would ask for `P: Clone`.
impl<P> Clone for Published<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> fmt::Debug for Published<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Published").field("capacity", &self.0.capacity()).finish_non_exhaustive()
    }
}

impl<P> Publisher for Published<P>
where
    P: Publisher<Item: Clone, Error: Clone>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.0.join(subscriber);
    }
}
