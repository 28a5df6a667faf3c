use reactive_streams::Publisher;
use reactive_streams_operators::engine::Pass;
use reactive_streams_operators::operator::OverflowObserver;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;

use super::publisher;
use crate::rate::{Limited, Limiter, RateCheck, RateHold, RateShed};

/// Operators that keep a rate, which other pipelines may keep together with this one.
///
/// A [`Limiter`] is a [`RateLimit`](crate::RateLimit), or [`RateLimits`](crate::RateLimits)
/// [by](crate::RateLimits::by) a key. [`throttle`](RateExt::throttle) keeps the rate of one pipeline, and
/// shapes demand for that.
pub trait RateLimitExt: Publisher {
    /// Holds each element until its rate allows it, and the upstream with it.
    ///
    /// Elements keep their order. So one of a key that is over its limit holds those of all others that come
    /// after it: [`rate_check`](Self::rate_check) and [`rate_shed`](Self::rate_shed) do not.
    ///
    /// # Demand
    ///
    /// Requests one element at a time, the first at once; the next one when that has been given. An element
    /// waits until it is requested, and then uses what is allowed: on the thread that requests it, or on a
    /// worker of `scheduler`.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once, and an element that waits is dropped. Cancel goes to the
    /// upstream, and drops it as well. When the scheduler has shut down, the subscriber is dropped.
    ///
    /// # Panics
    ///
    /// If the function that tells a key panics the stream is over, and the panic unwinds to whoever brought
    /// or requested the element.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::Rate;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_overload::RateLimit;
    /// use reactive_streams_overload::ext::RateLimitExt;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let limit = RateLimit::new(Rate::per_second(NonZeroU32::MIN), &clock);
    /// let mut sum = range(0..3).rate_hold(limit, &clock).fold(0, |sum, n| sum + n).start();
    /// clock.advance(Duration::from_secs(1));
    /// assert!(!sum.is_finished());
    /// clock.advance(Duration::from_secs(1));
    /// assert_eq!(sum.try_take(), Some(Ok(3)));
    /// ```
    #[doc(alias = "throttle")]
    #[doc(alias = "RateLimiterOperator")]
    fn rate_hold<L>(self, limiter: L, scheduler: &dyn Scheduler) -> RateHold<Self, L>
    where
        L: Limiter<Self::Item>,
    {
        let worker = scheduler.worker();
        publisher::<Self::Item, Self::Error, _>(RateHold::new(self, limiter, worker))
    }

    /// Gives each element with the decision: `Ok`, or [`Limited`] with the element and when to come again.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through. An element uses what
    /// is allowed when it comes, and none waits for another.
    ///
    /// # Panics
    ///
    /// As [`rate_hold`](Self::rate_hold).
    ///
    /// ```
    /// use std::num::{NonZeroU32, NonZeroUsize};
    /// use reactive_streams_operators::from_iter;
    /// use reactive_streams_operators::operator::Rate;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_overload::RateLimits;
    /// use reactive_streams_overload::ext::RateLimitExt;
    ///
    /// let per_hour = Rate::new(NonZeroU32::MIN, std::time::Duration::from_secs(3600));
    /// let customers = NonZeroUsize::new(1000).unwrap();
    /// let limits = RateLimits::new(per_hour, customers, &ThreadScheduler::new("limits"));
    /// let orders = from_iter([("ann", 1), ("ann", 2), ("ben", 3)]);
    /// let decided = orders.rate_check(limits.by(|order: &(&str, u32)| order.0.to_owned()));
    /// let statuses = decided.map(|order| if order.is_ok() { 202 } else { 429 });
    /// assert_eq!(statuses.collect::<Vec<_>>().block().unwrap(), [202, 429, 202]);
    /// ```
    fn rate_check<L>(self, limiter: L) -> Pass<Self, RateCheck<L>>
    where
        L: Limiter<Self::Item>,
    {
        let checked = self.lift(RateCheck::new(limiter));
        publisher::<Result<Self::Item, Limited<Self::Item>>, Self::Error, _>(checked)
    }

    /// Leaves out what comes sooner than its rate allows, and hands it to `observer`:
    /// [`Reason::Limited`](reactive_streams_operators::operator::Reason::Limited).
    ///
    /// An observer is a [`DropCounter`](reactive_streams_operators::operator::DropCounter), a closure in
    /// [`Observe`](reactive_streams_operators::operator::Observe), or
    /// [`Ignore`](reactive_streams_operators::operator::Ignore).
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that is left out, unless the upstream
    /// sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// # Panics
    ///
    /// If the observer or the function that tells a key panics the stream is over, and the panic unwinds to
    /// whoever brought the element.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use reactive_streams_operators::operator::{DropCounter, Rate, Reason};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_overload::RateLimit;
    /// use reactive_streams_overload::ext::RateLimitExt;
    ///
    /// let ten = NonZeroU32::new(10).unwrap();
    /// let limit = RateLimit::new(Rate::per_second(ten).burst(ten), &DeterministicScheduler::new(1));
    /// let dropped = DropCounter::new();
    /// let few = range(0..100).rate_shed(limit, dropped.clone());
    /// assert_eq!(few.count().block(), Ok(10));
    /// assert_eq!(dropped.by(Reason::Limited), 90);
    /// ```
    fn rate_shed<L, O>(self, limiter: L, observer: O) -> Pass<Self, RateShed<L, O>>
    where
        L: Limiter<Self::Item>,
        O: OverflowObserver<Self::Item>,
    {
        let kept = self.lift(RateShed::new(limiter, observer));
        publisher::<Self::Item, Self::Error, _>(kept)
    }
}

impl<P: Publisher> RateLimitExt for P {}
