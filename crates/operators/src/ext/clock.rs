use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::Pass;
use crate::operator::{BackpressureTimeout, Elapsed, KeepAlive, TimeInterval, Timestamp};
use crate::scheduler::Scheduler;

/// Operators that look at the clock: when an element comes, and when none does.
///
/// The time is that of the scheduler, so that a test can say how much of it passes.
pub trait ClockExt: Publisher {
    /// Fails with [`Elapsed`] when the downstream has requested nothing for `limit`, and nothing that it has
    /// requested is still to come. It finds who is stuck.
    ///
    /// The time counts from being subscribed, and from when the last requested element has been handled.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Nothing is buffered.
    ///
    /// # Errors
    ///
    /// As [`timeout`](super::TimeExt::timeout).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::Elapsed;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let numbers = range(0..9).fallible::<Elapsed>();
    /// let numbers = numbers.backpressure_timeout(Duration::from_secs(1), &clock);
    /// assert_eq!(numbers.count().block(), Ok(9)); // a sink asks for everything
    /// ```
    #[doc(alias = "backpressureTimeout")]
    fn backpressure_timeout(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> BackpressureTimeout<Self>
    where
        Self::Error: Carries<Elapsed>,
    {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(BackpressureTimeout::new(self, limit, worker))
    }

    /// Gives an element of `f` whenever it has given none for `idle`.
    ///
    /// The time counts from being subscribed, and from the element before. Nothing is invented for which
    /// there is no demand.
    ///
    /// # Demand
    ///
    /// Requests `prefetch` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been given; so many wait at most.
    ///
    /// # Errors
    ///
    /// As [`delay`](super::TimeExt::delay). If `f` panics the stream is over, and the panic goes to the scheduler.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let events = interval(Duration::from_secs(25), &clock).map(|n| format!("event {n}"));
    /// let idle = Duration::from_secs(10);
    /// let kept = events.keep_alive(idle, &clock, NonZeroUsize::MIN, || String::from("ping"));
    /// let mut kept = kept.take(3).collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(25));
    /// assert_eq!(kept.try_take().unwrap().unwrap(), ["ping", "ping", "event 0"]);
    /// ```
    #[doc(alias = "keepAlive")]
    fn keep_alive<F>(
        self,
        idle: Duration,
        scheduler: &dyn Scheduler,
        prefetch: NonZeroUsize,
        f: F,
    ) -> KeepAlive<Self, F>
    where
        F: FnMut() -> Self::Item + Send + 'static,
    {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(KeepAlive::new(self, idle, prefetch, worker, f))
    }

    /// Gives each element together with the time of `scheduler` when it came.
    ///
    /// # Demand
    ///
    /// Synchronous: requests what it is asked for.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::once;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// clock.advance(Duration::from_secs(3));
    /// let stamped = once("tick").timestamp(&clock);
    /// assert_eq!(stamped.block(), Ok((Duration::from_secs(3), "tick")));
    /// ```
    #[doc(alias = "timed")]
    fn timestamp(self, scheduler: &dyn Scheduler) -> Pass<Self, Timestamp> {
        let stage = Timestamp::new(Arc::from(scheduler.worker()));
        publisher::<(Duration, Self::Item), Self::Error, _>(Pass::new(self, stage))
    }

    /// Gives each element together with the time since the one before it; the first with that since it was
    /// subscribed.
    ///
    /// # Demand
    ///
    /// Synchronous: requests what it is asked for.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let second = Duration::from_secs(1);
    /// let mut ticks = interval(second, &clock).elapsed(&clock).take(2).collect::<Vec<_>>().start();
    /// clock.advance(second * 2);
    /// assert_eq!(ticks.try_take().unwrap().unwrap(), [(second, 0), (second, 1)]);
    /// ```
    #[doc(alias = "timeInterval")]
    fn elapsed(self, scheduler: &dyn Scheduler) -> TimeInterval<Self> {
        let clock = Arc::from(scheduler.worker());
        publisher::<(Duration, Self::Item), Self::Error, _>(TimeInterval::new(self, clock))
    }
}

impl<P: Publisher> ClockExt for P {}
