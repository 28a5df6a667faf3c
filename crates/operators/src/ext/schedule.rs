use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{PublishOn, SubscribeOn};
use crate::scheduler::Scheduler;

/// Operators that decide where signals run.
pub trait ScheduleExt: Publisher {
    /// Gives the elements on a worker of `scheduler`.
    ///
    /// # Demand
    ///
    /// Requests `prefetch` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been delivered. Up to `prefetch` elements wait in a queue, which is allocated when it is
    /// subscribed. The upstream may be made to produce on the worker, by such a request.
    ///
    /// # Errors
    ///
    /// An error is passed on at once: elements in the queue are dropped. Cancel goes to the upstream at
    /// once, and drops what is in the queue. When the scheduler has shut down, the upstream is
    /// cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let thread = ThreadScheduler::new("adder");
    /// let prefetch = NonZeroUsize::new(256).unwrap();
    /// let sum = range(0..1000).publish_on(&thread, prefetch).fold(0, |sum, n| sum + n).block();
    /// assert_eq!(sum.unwrap(), 499_500);
    /// ```
    #[doc(alias = "publishOn")]
    #[doc(alias = "observeOn")]
    #[doc(alias = "async")]
    fn publish_on(self, scheduler: &dyn Scheduler, prefetch: NonZeroUsize) -> PublishOn<Self> {
        publisher::<Self::Item, Self::Error, _>(PublishOn::new(self, scheduler.worker(), prefetch))
    }

    /// Subscribes the upstream on a worker of `scheduler`, and requests from it there.
    ///
    /// A source that works on the thread that requests, such as an iterator, then works on the worker,
    /// and so do the stages behind it.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for: at once if that happens on the worker, as it does in `on_next` of
    /// such a source, else in a task on the worker. There is no queue.
    ///
    /// # Errors
    ///
    /// The signals go straight through. Cancel goes to the upstream at once, on the thread on which it
    /// happens, and before the upstream is subscribed drops it unsubscribed. When the scheduler has
    /// shut down, the upstream is cancelled with the next request, and the subscriber dropped.
    ///
    /// ```
    /// use std::thread;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let reader = ThreadScheduler::new("reader");
    /// let on = range(0..2).map(|_| thread::current().name().map(str::to_owned)).subscribe_on(&reader);
    /// assert_eq!(on.collect::<Vec<_>>().block().unwrap()[0].as_deref(), Some("reader"));
    /// ```
    #[doc(alias = "subscribeOn")]
    fn subscribe_on(self, scheduler: &dyn Scheduler) -> SubscribeOn<Self> {
        publisher::<Self::Item, Self::Error, _>(SubscribeOn::new(self, scheduler.worker()))
    }
}

impl<P: Publisher> ScheduleExt for P {}
