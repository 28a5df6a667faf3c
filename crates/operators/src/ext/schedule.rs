use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::PublishOn;
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
}

impl<P: Publisher> ScheduleExt for P {}
