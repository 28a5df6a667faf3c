use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{Replay, Shared};

/// Operators that give one stream to several subscribers.
pub trait ShareExt: Publisher {
    /// Gives each element to several subscribers, from one subscription to the upstream.
    ///
    /// The result is `Clone`, and each clone can be subscribed. The first subscriber has the upstream
    /// subscribed; one that comes later gets what is delivered from then on, and one that comes after
    /// the end gets the end.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been delivered. An element is delivered to all subscribers when each of them has asked for
    /// one: the slowest decides. Until then up to `capacity` elements wait. Elements are delivered on
    /// the thread that brings them, or that requests.
    ///
    /// # Errors
    ///
    /// An error is passed on to all at once: elements that wait are dropped. A subscriber that cancels
    /// or panics leaves the others alone; its panic goes no further. When the last one has gone the
    /// upstream is cancelled, and who comes later is completed.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::channel;
    ///
    /// let (sender, numbers) = channel::<u32, String>(NonZeroUsize::new(4).unwrap());
    /// let numbers = numbers.share(NonZeroUsize::new(4).unwrap());
    /// let sum = numbers.clone().fold(0, |sum, n| sum + n).start();
    /// let all = numbers.collect::<Vec<_>>().start();
    /// for n in 1..4 {
    ///     sender.send_blocking(n).unwrap();
    /// }
    /// drop(sender);
    /// assert_eq!(sum.block(), Ok(6));
    /// assert_eq!(all.block(), Ok(vec![1, 2, 3]));
    /// ```
    #[doc(alias = "publish")]
    #[doc(alias = "refCount")]
    #[doc(alias = "BroadcastHub")]
    #[doc(alias = "shareNext")]
    #[doc(alias = "publishNext")]
    fn share(self, capacity: NonZeroUsize) -> Shared<Self>
    where
        Self::Item: Clone,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Shared::new(self, capacity))
    }

    /// Gives each element to several subscribers, who begin with the last `limit` elements.
    ///
    /// The result is `Clone`, and each clone can be subscribed. The first subscriber has the upstream
    /// subscribed, once. One that comes after the end gets what is kept, and the end.
    ///
    /// # Demand
    ///
    /// Requests `limit` elements at once. Each subscriber has its own place in the stream; as the slowest
    /// of them moves on, three quarters of `limit` (rounded up) are requested at a time, or fewer when
    /// nothing else would come. Without a subscriber nothing is requested. What has come and not been read
    /// by all is kept beside the last `limit` elements, so there are up to twice as many. Elements are
    /// delivered on the thread that brings them, or that requests.
    ///
    /// # Errors
    ///
    /// An error comes after the elements before it. A subscriber that cancels or panics leaves the others
    /// alone. When the last one has gone the stream goes on waiting for others; the upstream is cancelled
    /// when the last clone of the publisher has been dropped as well.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let last = range(0..9).replay(NonZeroUsize::new(2).unwrap());
    /// assert_eq!(last.clone().collect::<Vec<_>>().block().unwrap().len(), 9);
    /// assert_eq!(last.collect::<Vec<_>>().block().unwrap(), [7, 8]);
    /// ```
    #[doc(alias = "cache")]
    fn replay(self, limit: NonZeroUsize) -> Replay<Self>
    where
        Self::Item: Clone + Sync,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Replay::new(self, limit))
    }
}

impl<P: Publisher> ShareExt for P {}
