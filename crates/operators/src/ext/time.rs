use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::operator::{
    Delay, DelaySubscription, DelayUntil, Elapsed, Late, MapErr, SkipUntil, TakeUntil, Timeout,
    TimeoutTotal, absurd,
};
use crate::scheduler::Scheduler;
use crate::source::Timer;

/// Operators that are driven by time, or by the signal of another publisher.
///
/// None of them fails for want of demand: what is due waits until it is requested. The time is that of
/// the scheduler, so that a test can say how much of it passes.
pub trait TimeExt: Publisher {
    /// Fails with [`Elapsed`] when an element that was requested does not come within `limit`.
    ///
    /// The time counts from the request for the first element, and from the element before for the
    /// others; the time that the downstream takes for an element, or takes to request the next, is
    /// not counted.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Nothing is buffered.
    ///
    /// # Errors
    ///
    /// `Elapsed` comes on a worker of `scheduler`; the upstream has been cancelled then. Elements, and
    /// errors of the upstream, pass on the thread on which they come. When the scheduler has shut down,
    /// the upstream is cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::never;
    /// use reactive_streams_operators::operator::Elapsed;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let clock = ThreadScheduler::new("clock");
    /// let late = never::<u8>().fallible::<Elapsed>().timeout(Duration::from_millis(5), &clock);
    /// let error = late.collect::<Vec<_>>().block().unwrap_err();
    /// assert_eq!(error.to_string(), "timeout: 5ms have elapsed");
    /// ```
    #[doc(alias = "idleTimeout")]
    fn timeout(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> Timeout<Self, Late<Self::Item, Self::Error>>
    where
        Self::Error: Carries<Elapsed>,
    {
        self.timeout_or(limit, scheduler, Late::new(Elapsed::new("timeout", limit)))
    }

    /// Goes on with `fallback` when an element that was requested does not come within `limit`.
    ///
    /// As [`timeout`](Self::timeout), but that it does not fail: the upstream is cancelled, and what
    /// it has not met of the demand is requested of `fallback`, which is subscribed on a worker of
    /// `scheduler`. It may take its time. If it is not needed it is dropped unsubscribed.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::{never, once};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let clock = ThreadScheduler::new("clock");
    /// let cached = never().timeout_or(Duration::from_millis(5), &clock, once("from the cache"));
    /// assert_eq!(cached.collect::<Vec<_>>().block().unwrap(), ["from the cache"]);
    /// ```
    fn timeout_or<Q>(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
        fallback: Q,
    ) -> Timeout<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(Timeout::new(self, fallback, limit, worker))
    }

    /// Fails with [`Elapsed`] when the first element does not come within `limit` of its request.
    ///
    /// In all else as [`timeout`](Self::timeout).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::Elapsed;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let clock = ThreadScheduler::new("clock");
    /// let prompt = range(0..3).fallible::<Elapsed>();
    /// let elements = prompt.timeout_first(Duration::from_secs(9), &clock).collect::<Vec<_>>();
    /// assert_eq!(elements.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "initialTimeout")]
    #[doc(alias = "timeout")]
    fn timeout_first(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> Timeout<Self, Late<Self::Item, Self::Error>>
    where
        Self::Error: Carries<Elapsed>,
    {
        let elapsed = Late::new(Elapsed::new("timeout_first", limit));
        self.timeout_or(limit, scheduler, elapsed).only_first()
    }

    /// Fails with [`Elapsed`] when the stream has not ended within `limit` of being subscribed.
    ///
    /// All time counts, also that in which nothing is requested.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Nothing is buffered.
    ///
    /// # Errors
    ///
    /// As [`timeout`](Self::timeout).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::Elapsed;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_operators::{SinkError, interval};
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &clock).fallible::<Elapsed>();
    /// let mut ticks = ticks.timeout_total(Duration::from_secs(60), &clock).collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(60));
    /// assert!(matches!(ticks.try_take(), Some(Err(SinkError::Upstream(_)))));
    /// ```
    #[doc(alias = "completionTimeout")]
    #[doc(alias = "timeout")]
    fn timeout_total(self, limit: Duration, scheduler: &dyn Scheduler) -> TimeoutTotal<Self>
    where
        Self::Error: Carries<Elapsed>,
    {
        let timer = Timer::new(limit, scheduler);
        publisher::<Self::Item, Self::Error, _>(TimeoutTotal::new(self, timer, limit))
    }

    /// Gives each element, and the completion, `delay` after it came.
    ///
    /// # Demand
    ///
    /// Requests `prefetch` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been given. So many wait at most, until they are due and requested; an upstream that
    /// gives more of them in the time of `delay` is held back.
    ///
    /// # Errors
    ///
    /// An error is passed on at once: elements that wait are dropped. Signals come on a worker of
    /// `scheduler`. Cancel goes to the upstream at once, and drops what waits. When the scheduler has
    /// shut down, the upstream is cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let prefetch = NonZeroUsize::new(256).unwrap();
    /// let late = range(0..3).delay(Duration::from_secs(1), &clock, prefetch);
    /// let mut late = late.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(1));
    /// assert_eq!(late.try_take().unwrap().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "delaySequence")]
    #[doc(alias = "delay_at")]
    fn delay(
        self,
        delay: Duration,
        scheduler: &dyn Scheduler,
        prefetch: NonZeroUsize,
    ) -> Delay<Self> {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(Delay::all(self, delay, prefetch, worker))
    }

    /// Gives each element `delay` after the one before it, and after it came.
    ///
    /// The completion follows the last element without a delay.
    ///
    /// # Demand
    ///
    /// Requests one element at once, and one more whenever one has been given.
    ///
    /// # Errors
    ///
    /// As [`delay`](Self::delay).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let spaced = range(0..3).delay_elements(Duration::from_secs(1), &clock);
    /// let mut spaced = spaced.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(2));
    /// assert!(!spaced.is_finished());
    /// clock.advance(Duration::from_secs(1));
    /// assert_eq!(spaced.try_take().unwrap().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "delayElements")]
    #[doc(alias = "delayElement")]
    fn delay_elements(self, delay: Duration, scheduler: &dyn Scheduler) -> Delay<Self> {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(Delay::each(self, delay, worker))
    }

    /// Subscribes the upstream when `delay` has passed since it is subscribed itself.
    ///
    /// # Demand
    ///
    /// What it is asked for before then is requested then; afterwards requests go straight through, on
    /// the thread on which they are made.
    ///
    /// # Errors
    ///
    /// The signals go straight through. Cancel goes to the upstream at once, and before it is
    /// subscribed drops it unsubscribed. When the scheduler shuts down before then, the subscriber is
    /// dropped.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let late = range(0..3).delay_subscription(Duration::from_secs(1), &clock);
    /// let mut late = late.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(1));
    /// assert_eq!(late.try_take().unwrap().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "delaySubscription")]
    #[doc(alias = "initialDelay")]
    #[doc(alias = "delay_subscription_at")]
    fn delay_subscription(
        self,
        delay: Duration,
        scheduler: &dyn Scheduler,
    ) -> DelaySubscription<Self> {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, Self::Error, _>(DelaySubscription::new(self, delay, worker))
    }

    /// Gives elements until `notifier` gives one, or completes; then cancels the upstream and completes.
    ///
    /// For a graceful stop: the notifier may be a channel, a timer, or a future by way of
    /// [`from_future`](crate::from_future()).
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one element of the notifier, which is subscribed first. If the
    /// notifier ends the stream at once, the upstream is dropped unsubscribed. Nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of either is passed on, and cancels the other. Signals pass on the thread on which they
    /// come; the completion may come on that of the notifier. Cancel goes to both.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{channel, range};
    ///
    /// let (stop, stopped) = channel(NonZeroUsize::MIN);
    /// let numbers = range(0..u64::MAX).take_until(stopped).map(move |n| {
    ///     if n == 2 {
    ///         stop.try_send(()).unwrap();
    ///     }
    ///     n
    /// });
    /// assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "takeUntilOther")]
    #[doc(alias = "KillSwitches.single")]
    fn take_until<N>(self, notifier: N) -> TakeUntil<Self, N>
    where
        N: Publisher<Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(TakeUntil::new(self, notifier))
    }

    /// Gives elements for as long as `duration`, counted from being subscribed; then completes.
    ///
    /// As [`take_until`](Self::take_until) a [`timer`](crate::timer()).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &clock).take_for(Duration::from_millis(2500), &clock);
    /// let mut ticks = ticks.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(3));
    /// assert_eq!(ticks.try_take().unwrap().unwrap(), [0, 1]);
    /// ```
    #[doc(alias = "take")]
    #[doc(alias = "takeWithin")]
    fn take_for(
        self,
        duration: Duration,
        scheduler: &dyn Scheduler,
    ) -> TakeUntil<Self, MapErr<Timer, fn(Infallible) -> Self::Error>> {
        self.take_until(MapErr::new(Timer::new(duration, scheduler), absurd))
    }

    /// Drops elements until `notifier` gives one, or completes.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element it drops, unless the upstream sees
    /// from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another. Requests
    /// one element of the notifier, which is subscribed first.
    ///
    /// # Errors
    ///
    /// An error of either is passed on, and cancels the other; once the notifier has given its element
    /// it is cancelled. Signals pass on the thread on which they come. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{empty, never, range};
    ///
    /// let none = range(0..3).skip_until(never::<()>()).collect::<Vec<_>>().block();
    /// assert_eq!(none.unwrap(), []);
    /// let all = range(0..3).skip_until(empty::<()>()).collect::<Vec<_>>().block();
    /// assert_eq!(all.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "skipUntilOther")]
    fn skip_until<N>(self, notifier: N) -> SkipUntil<Self, N>
    where
        N: Publisher<Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(SkipUntil::new(self, notifier))
    }

    /// Drops elements for as long as `duration`, counted from being subscribed.
    ///
    /// As [`skip_until`](Self::skip_until) a [`timer`](crate::timer()).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &clock).skip_for(Duration::from_millis(2500), &clock);
    /// let mut ticks = ticks.take(2).collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(9));
    /// assert_eq!(ticks.try_take().unwrap().unwrap(), [2, 3]);
    /// ```
    #[doc(alias = "skip")]
    #[doc(alias = "dropWithin")]
    fn skip_for(
        self,
        duration: Duration,
        scheduler: &dyn Scheduler,
    ) -> SkipUntil<Self, MapErr<Timer, fn(Infallible) -> Self::Error>> {
        self.skip_until(MapErr::new(Timer::new(duration, scheduler), absurd))
    }

    /// Gives each element when the publisher that `f` makes of it has completed, one after another.
    ///
    /// # Demand
    ///
    /// Requests one element at a time, and everything of that publisher, whose elements are dropped.
    ///
    /// # Errors
    ///
    /// An error of either is passed on, and the element dropped. Cancel goes to both. If `f` panics the
    /// stream is over, and the panic unwinds to whoever brought the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{channel, range};
    ///
    /// let (saved, acknowledged) = channel::<(), _>(NonZeroUsize::MIN);
    /// let mut acknowledged = Some(acknowledged);
    /// let orders = range(7..8).delay_until(move |_| acknowledged.take().expect("there is one order"));
    /// let mut orders = orders.collect::<Vec<_>>().start();
    /// assert!(!orders.is_finished());
    /// drop(saved); // which completes it
    /// assert_eq!(orders.try_take().unwrap().unwrap(), [7]);
    /// ```
    #[doc(alias = "delayUntil")]
    fn delay_until<F, Q>(self, f: F) -> DelayUntil<Self, F>
    where
        F: FnMut(&Self::Item) -> Q + Send + 'static,
        Q: Publisher<Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(DelayUntil::new(self, f))
    }
}

impl<P: Publisher> TimeExt for P {}
