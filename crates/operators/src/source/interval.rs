use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Alarm, Drain, End, Feed, Signal};
use crate::scheduler::{Scheduler, Worker};

/// Counts the periods of a clock: 0 one `period` after it is subscribed, 1 after the next, and so on.
///
/// # Demand
///
/// Without demand it has no timer and gives nothing. What becomes of ticks that are due meanwhile is
/// for the caller to say: without a word they are one when demand comes, with the number of the latest,
/// see [`Missed`]; [`Interval::strict`] fails instead. With demand no tick is lost, and the clock is not
/// shifted by a worker that is late: a tick is due at a multiple of the period. A period of zero gives
/// a tick whenever one is requested.
///
/// It does not end. Cancelling drops the subscriber at once, and the timer when it is due. When the
/// scheduler has shut down the subscriber is dropped.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::interval;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
///
/// let scheduler = DeterministicScheduler::new(1);
/// let seconds = interval(Duration::from_secs(1), &scheduler).take(3);
/// let mut ticks = seconds.collect::<Vec<_>>().start();
/// scheduler.advance(Duration::from_secs(3));
/// assert_eq!(ticks.try_take().unwrap().unwrap(), [0, 1, 2]);
/// ```
///
/// # Overflow
///
/// So a clock needs no buffer. Where each tick is to be kept, with its number, put
/// [`on_overflow`](crate::ext::OverflowExt::on_overflow) behind it, which asks for all of them: its policy says
/// how many may wait, and which.
///
/// ```
/// use std::num::NonZeroUsize;
/// use std::time::Duration;
/// use reactive_streams_operators::interval;
/// use reactive_streams_operators::operator::Overflow;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
///
/// let scheduler = DeterministicScheduler::new(1);
/// let policy = Overflow::drop_oldest();
/// let dropped = policy.dropped();
/// let seconds = interval(Duration::from_secs(1), &scheduler);
/// let last = seconds.on_overflow(NonZeroUsize::new(3).unwrap(), policy);
/// let consumer = DeterministicScheduler::new(2); // which is busy until it is run
/// let busy = last.publish_on(&consumer, NonZeroUsize::MIN).take(4);
/// let mut ticks = busy.collect::<Vec<_>>().start();
/// scheduler.advance(Duration::from_secs(60));
/// consumer.run_until_idle();
/// assert_eq!(ticks.try_take().unwrap().unwrap(), [0, 57, 58, 59]);
/// assert_eq!(dropped.total(), 56);
/// ```
#[doc(alias = "tick")]
#[doc(alias = "intervalRange")]
#[doc(alias = "IntervalStream")]
pub fn interval(period: Duration, scheduler: &dyn Scheduler) -> Interval {
    Interval { period, missed: Missed::default(), worker: Arc::from(scheduler.worker()) }
}

/// What becomes of the ticks of an [`interval`] that are due while there is no demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missed {
    /// They are one, given as soon as there is demand: that of the latest.
    #[default]
    Coalesce,
    /// They are dropped: the next one is given when it is due.
    Drop,
}

/// Publisher for [`interval`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Interval {
    period: Duration,
    missed: Missed,
    worker: Arc<dyn Worker>,
}

impl Interval {
    /// Says what becomes of ticks that are due while there is no demand.
    pub fn missed(mut self, missed: Missed) -> Self {
        self.missed = missed;
        self
    }

    /// Fails with the first tick that is due while there is no demand.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_operators::interval;
    ///
    /// let scheduler = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &scheduler).strict();
    /// let all = ticks.collect::<Vec<_>>().start(); // always wants more
    /// scheduler.advance(Duration::from_secs(60));
    /// assert!(!all.is_finished());
    /// ```
    pub fn strict(self) -> StrictInterval {
        StrictInterval(self)
    }

    fn start<S: Subscriber<u64, E>, E: Send + 'static>(self, missing: Missing<E>, subscriber: S) {
        let drain = Drain::new(Some(Box::new(Arc::clone(&self.worker))), None);
        let alarm = Alarm::new(self.worker, drain.waker());
        let clock = Clock { start: alarm.now(), period: self.period };
        drain.start(Ticks { clock, passed: 0, idle: false, missing, alarm }, subscriber);
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interval")
            .field("period", &self.period)
            .field("missed", &self.missed)
            .finish_non_exhaustive()
    }
}

impl Publisher for Interval {
    type Item = u64;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u64, Infallible>>(self, subscriber: S) {
        let missing = match self.missed {
            Missed::Coalesce => Missing::Coalesce,
            Missed::Drop => Missing::Drop,
        };
        self.start(missing, subscriber);
    }
}

/// Publisher for [`Interval::strict`].
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct StrictInterval(Interval);

impl Publisher for StrictInterval {
    type Item = u64;
    type Error = MissedTick;

    fn subscribe<S: Subscriber<u64, MissedTick>>(self, subscriber: S) {
        self.0.start(Missing::Fail(|number| MissedTick { number }), subscriber);
    }
}

/// The error of [`Interval::strict`]: a tick was due, and there was no demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissedTick {
    /// The number of the tick.
    pub number: u64,
}

impl fmt::Display for MissedTick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tick {} of the interval found no demand", self.number)
    }
}

impl Error for MissedTick {}

struct Ticks<E> {
    clock: Clock,
    /// How many ticks have been given, merged or dropped.
    passed: u64,
    /// There was no demand.
    idle: bool,
    missing: Missing<E>,
    alarm: Alarm,
}

enum Missing<E> {
    Coalesce,
    Drop,
    Fail(fn(u64) -> E),
}

impl<E: Send + 'static> Feed for Ticks<E> {
    type Item = u64;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<u64, E> {
        let was_idle = mem::replace(&mut self.idle, !wanted);
        let due = self.clock.ticks(self.alarm.now()).unwrap_or(self.passed + u64::from(wanted));
        if !wanted {
            match &self.missing {
                Missing::Coalesce | Missing::Drop => return Signal::Wait,
                // Not at the first look: what is due then was due while there was demand.
                Missing::Fail(error) if was_idle && due > self.passed => {
                    return Signal::End(End::Error(error(self.passed)));
                }
                Missing::Fail(_) => {}
            }
        } else if was_idle {
            match &self.missing {
                Missing::Coalesce => self.passed = self.passed.max(due.saturating_sub(1)),
                Missing::Drop => self.passed = due,
                Missing::Fail(_) => {}
            }
        }
        if wanted && due > self.passed {
            self.passed += 1;
            return Signal::Next(self.passed - 1);
        }
        self.alarm.set(self.clock.time(self.passed + 1));
        Signal::Wait
    }
}

struct Clock {
    start: Duration,
    period: Duration,
}

impl Clock {
    /// How many ticks are due at this time; `None` if the period is zero.
    fn ticks(&self, now: Duration) -> Option<u64> {
        let elapsed = now.saturating_sub(self.start);
        let ticks = elapsed.as_nanos().checked_div(self.period.as_nanos())?;
        Some(u64::try_from(ticks).unwrap_or(u64::MAX))
    }

    /// When so many ticks are due; no later than the end of time.
    fn time(&self, ticks: u64) -> Duration {
        const SECOND: u128 = 1_000_000_000;
        let nanos = self.period.as_nanos().saturating_mul(u128::from(ticks));
        let elapsed = match u64::try_from(nanos / SECOND) {
            Ok(seconds) => {
                Duration::from_secs(seconds) + Duration::from_nanos((nanos % SECOND) as u64)
            }
            Err(_) => Duration::MAX,
        };
        self.start.saturating_add(elapsed)
    }
}
