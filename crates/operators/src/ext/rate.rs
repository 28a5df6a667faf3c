use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;

use super::publisher;
use crate::engine::{Keep, Kept};
use crate::operator::{
    ChunksSession, Period, Quiet, Rate, Settling, Throttle, ThrottleFirst, ThrottleLatest,
};
use crate::scheduler::Scheduler;

/// Operators that make a stream slower: by holding it back, or by leaving elements out.
///
/// None of them fails for want of demand. The time is that of the scheduler, so that a test can say how
/// much of it passes.
pub trait RateExt: Publisher {
    /// Gives an element when no other has come for `quiet` since.
    ///
    /// The last element of a stream that completes is given without that wait. All others are dropped.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. An element that is due waits until it is requested, or until another one is
    /// due, which takes its place. So two are kept at most.
    ///
    /// # Errors
    ///
    /// An error is passed on at once: what is kept is dropped. Signals come on a worker of `scheduler`.
    /// Cancel goes to the upstream at once, and drops what is kept. When the scheduler has shut down, the
    /// upstream is cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::channel;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let (keys, typed) = channel::<_, Infallible>(NonZeroUsize::new(8).unwrap());
    /// let queries = typed.debounce(Duration::from_millis(300), &clock);
    /// let mut queries = queries.collect::<Vec<_>>().start();
    /// for (pause, text) in [(0, "r"), (100, "ru"), (100, "rust"), (400, "rusty")] {
    ///     clock.advance(Duration::from_millis(pause));
    ///     keys.try_send(text).unwrap();
    /// }
    /// drop(keys);
    /// clock.run_until_idle();
    /// assert_eq!(queries.try_take().unwrap().unwrap(), ["rust", "rusty"]);
    /// ```
    #[doc(alias = "sampleTimeout")]
    #[doc(alias = "throttleWithTimeout")]
    fn debounce(self, quiet: Duration, scheduler: &dyn Scheduler) -> Kept<Self, Settling<Quiet>> {
        self.keep(Settling::new(Quiet(quiet)), scheduler)
    }

    /// Gives the latest element of each period; in a period without elements, nothing.
    ///
    /// Periods follow one another from the time of the subscription; an element is given at the end of its
    /// period, or with the completion. All others are dropped.
    ///
    /// # Demand
    ///
    /// As [`debounce`](Self::debounce).
    ///
    /// # Errors
    ///
    /// As [`debounce`](Self::debounce).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let readings = interval(Duration::from_millis(300), &clock); // at 300, 600, 900 ms and so on
    /// let seconds = readings.take(10).sample(Duration::from_secs(1), &clock);
    /// let mut seconds = seconds.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(4));
    /// assert_eq!(seconds.try_take().unwrap().unwrap(), [2, 5, 8, 9]); // the last with the completion
    /// ```
    #[doc(alias = "throttleLast")]
    fn sample(self, period: Duration, scheduler: &dyn Scheduler) -> Kept<Self, Settling<Period>> {
        self.keep(Settling::new(Period::new(period)), scheduler)
    }

    /// Gives an element, and drops all others for `period`.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. An element that is not requested waits until the next one that is not dropped takes
    /// its place.
    ///
    /// # Errors
    ///
    /// As [`debounce`](Self::debounce).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let clicks = interval(Duration::from_millis(300), &clock).take(8);
    /// let clicks = clicks.throttle_first(Duration::from_secs(1), &clock);
    /// let mut clicks = clicks.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(4));
    /// assert_eq!(clicks.try_take().unwrap().unwrap(), [0, 4]);
    /// ```
    #[doc(alias = "sampleFirst")]
    fn throttle_first(
        self,
        period: Duration,
        scheduler: &dyn Scheduler,
    ) -> Kept<Self, ThrottleFirst> {
        self.keep(ThrottleFirst::new(period), scheduler)
    }

    /// Gives an element at once, and then at most one in each `period`: the latest.
    ///
    /// The last element of a stream that completes is given without that wait.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. One element is kept, the latest. A period begins when an element is given.
    ///
    /// # Errors
    ///
    /// As [`debounce`](Self::debounce).
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let prices = interval(Duration::from_millis(300), &clock).take(8);
    /// let prices = prices.throttle_latest(Duration::from_secs(1), &clock);
    /// let mut prices = prices.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(4));
    /// assert_eq!(prices.try_take().unwrap().unwrap(), [0, 3, 6, 7]); // at 300, 1300, 2300 and 2400 ms
    /// ```
    #[doc(alias = "throttleLatest")]
    fn throttle_latest(
        self,
        period: Duration,
        scheduler: &dyn Scheduler,
    ) -> Kept<Self, ThrottleLatest> {
        self.keep(ThrottleLatest::new(period), scheduler)
    }

    /// Gives elements no faster than at `rate`; none is lost.
    ///
    /// In any time it gives no more than the [`Rate`] allows, whatever the upstream does.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, as far as the rate allows all that is requested to come at once; the
    /// rest later. Nothing is buffered: it is the upstream that is held back. For one that cannot be, see
    /// [`on_overflow`](super::OverflowExt::on_overflow).
    ///
    /// # Errors
    ///
    /// The signals go straight through: they come on the thread that requests, on a worker of
    /// `scheduler`, or wherever the upstream gives them. Cancel goes to the upstream at once. When the
    /// scheduler has shut down, the upstream is cancelled.
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::Rate;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ten = Rate::per_second(NonZeroU32::new(10).unwrap());
    /// let mut calls = range(0..3).throttle(ten, &clock).collect::<Vec<_>>().start(); // at 0, 100 and 200 ms
    /// clock.advance(Duration::from_millis(199));
    /// assert!(!calls.is_finished());
    /// clock.advance(Duration::from_millis(1));
    /// assert_eq!(calls.try_take().unwrap().unwrap(), [0, 1, 2]);
    /// ```
    fn throttle(self, rate: Rate, scheduler: &dyn Scheduler) -> Throttle<Self> {
        publisher::<Self::Item, Self::Error, _>(Throttle::new(self, rate, scheduler.worker()))
    }

    /// Puts together the elements of a session: one follows another in less than `gap`, and there are no
    /// more than `size` of them.
    ///
    /// # Demand
    ///
    /// Requests `size` elements at once, and three quarters of that (rounded up) whenever so many have gone
    /// into sessions. One session is collected at a time, and is held until it is requested; it is never
    /// empty. A time without demand is no gap: when an element came is what counts.
    ///
    /// # Errors
    ///
    /// As [`debounce`](Self::debounce).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let second = Duration::from_secs(1);
    /// let visits = interval(second, &clock).take(8).filter(|n| n % 4 != 3); // a pause every four seconds
    /// let size = NonZeroUsize::new(100).unwrap();
    /// let visits = visits.chunks_session(second * 3 / 2, size, &clock);
    /// let mut visits = visits.collect::<Vec<_>>().start();
    /// clock.advance(second * 8);
    /// assert_eq!(visits.try_take().unwrap().unwrap(), [[0, 1, 2], [4, 5, 6]]);
    /// ```
    fn chunks_session(
        self,
        gap: Duration,
        size: NonZeroUsize,
        scheduler: &dyn Scheduler,
    ) -> ChunksSession<Self> {
        let worker = Arc::from(scheduler.worker());
        let sessions = ChunksSession::new(self, gap, size, worker);
        publisher::<Vec<Self::Item>, Self::Error, _>(sessions)
    }

    /// Has `keep` say what becomes of elements that are not wanted yet, or not any more.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. What is kept is given when it is requested, and when its time has come.
    ///
    /// # Errors
    ///
    /// As [`debounce`](Self::debounce), which is one of these. If `keep` panics the stream is over, and the
    /// panic unwinds to whoever brought the element. See [`Keep`] for an example.
    fn keep<K>(self, keep: K, scheduler: &dyn Scheduler) -> Kept<Self, K>
    where
        K: Keep<Self::Item>,
    {
        publisher::<K::Item, Self::Error, _>(Kept::new(self, keep, Some(scheduler.worker())))
    }
}

impl<P: Publisher> RateExt for P {}
