use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{Published, RefCount, Replay, Shared};
use crate::scheduler::Scheduler;

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

    /// Gives each element to several subscribers, from when it is [connected](Published::connect).
    ///
    /// The result is `Clone`, and each clone can be subscribed. One that is subscribed before the connection
    /// gets everything, one that comes later gets what is delivered from then on, and one that comes after
    /// the end gets the end. [`auto_connect`](Published::auto_connect) connects for a number of subscribers.
    ///
    /// # Demand
    ///
    /// As [`share`](Self::share), from the connection on. While there is no subscriber up to `capacity`
    /// elements wait.
    ///
    /// # Errors
    ///
    /// As [`share`](Self::share); but when the last subscriber has gone the stream goes on waiting for
    /// others. The upstream is cancelled when the handle of the connection is dropped, or when the last
    /// clone of the publisher has been dropped as well.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let numbers = range(0..4).publish(NonZeroUsize::new(8).unwrap());
    /// let sum = numbers.clone().fold(0, |sum, n| sum + n).start();
    /// let all = numbers.clone().collect::<Vec<_>>().start();
    /// let connection = numbers.connect();
    /// assert_eq!(sum.block(), Ok(6));
    /// assert_eq!(all.block(), Ok(vec![0, 1, 2, 3]));
    /// assert!(connection.is_disposed());
    /// ```
    fn publish(self, capacity: NonZeroUsize) -> Published<Self>
    where
        Self::Item: Clone,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Published::new(self, capacity))
    }

    /// Gives each element to several subscribers while somebody listens: from when so many subscribers are
    /// there, until the last has gone.
    ///
    /// The result is `Clone`, and each clone can be subscribed. Who comes when the last has gone, or after the
    /// end, begins another round with a clone of the upstream.
    ///
    /// # Demand
    ///
    /// As [`share`](Self::share), in each round.
    ///
    /// # Errors
    ///
    /// As [`share`](Self::share).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let (capacity, two) = (NonZeroUsize::new(8).unwrap(), NonZeroUsize::new(2).unwrap());
    /// let numbers = range(0..4).ref_count(capacity, two);
    /// for _round in 0..2 {
    ///     let sum = numbers.clone().fold(0, |sum, n| sum + n).start();
    ///     assert_eq!(numbers.clone().count().block(), Ok(4));
    ///     assert_eq!(sum.block(), Ok(6));
    /// }
    /// ```
    #[doc(alias = "refCount")]
    fn ref_count(self, capacity: NonZeroUsize, subscribers: NonZeroUsize) -> RefCount<Self>
    where
        Self: Clone,
        Self::Item: Clone,
        Self::Error: Clone,
    {
        let shared = RefCount::new(self, capacity, subscribers, None);
        publisher::<Self::Item, Self::Error, _>(shared)
    }

    /// As [`ref_count`](Self::ref_count); when the last subscriber has gone, others have so much time to
    /// come before the upstream is cancelled.
    ///
    /// # Demand
    ///
    /// As [`ref_count`](Self::ref_count). The time is told by a worker of `scheduler`; when that has shut
    /// down, the upstream is cancelled at once.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let (clock, one) = (DeterministicScheduler::new(1), NonZeroUsize::MIN);
    /// let numbers = range(0..9).ref_count_with_grace(one, one, Duration::from_secs(1), &clock);
    /// assert_eq!(numbers.clone().take(3).collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
    /// assert_eq!(numbers.clone().first().block(), Ok(Some(3)));
    /// clock.advance(Duration::from_secs(1));
    /// assert_eq!(numbers.first().block(), Ok(Some(0)));
    /// ```
    fn ref_count_with_grace(
        self,
        capacity: NonZeroUsize,
        subscribers: NonZeroUsize,
        grace: Duration,
        scheduler: &dyn Scheduler,
    ) -> RefCount<Self>
    where
        Self: Clone,
        Self::Item: Clone,
        Self::Error: Clone,
    {
        let grace = Some((grace, scheduler.worker()));
        let shared = RefCount::new(self, capacity, subscribers, grace);
        publisher::<Self::Item, Self::Error, _>(shared)
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
    fn replay(self, limit: NonZeroUsize) -> Replay<Self>
    where
        Self::Item: Clone + Sync,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Replay::new(self, limit))
    }

    /// Gives each element to several subscribers, and keeps all of them for those who come later.
    ///
    /// The result is `Clone`, and each clone can be subscribed. The first subscriber has the upstream
    /// subscribed, once. This is for streams that end: what is kept grows with each element. For some of
    /// the last elements, see [`replay`](Self::replay).
    ///
    /// # Demand
    ///
    /// Requests everything at once. Each subscriber has its own place in the stream, and is given what it
    /// asks for, on the thread that brings it, or that requests.
    ///
    /// # Errors
    ///
    /// An error is kept as the elements are. A subscriber that cancels or panics leaves the others alone.
    /// The upstream is cancelled when the last subscriber has gone and the last clone of the publisher has
    /// been dropped.
    ///
    /// ```
    /// use reactive_streams_operators::from_callable;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let answer = from_callable(|| { println!("once"); 42 }).into_flux().cache();
    /// assert_eq!(answer.clone().collect::<Vec<_>>().block().unwrap(), [42]);
    /// assert_eq!(answer.collect::<Vec<_>>().block().unwrap(), [42]);
    /// ```
    #[doc(alias = "cacheWithInitialCapacity")]
    fn cache(self) -> Replay<Self>
    where
        Self::Item: Clone + Sync,
        Self::Error: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Replay::new(self, NonZeroUsize::MAX))
    }
}

impl<P: Publisher> ShareExt for P {}
