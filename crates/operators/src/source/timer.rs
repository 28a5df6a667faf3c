use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Alarm, Drain, End, Feed, Signal};
use crate::mono::{ExactlyOne, Mono, Single, mono};
use crate::scheduler::{Scheduler, Worker};

/// Gives one `()` when `delay` has passed since it was subscribed, and completes.
///
/// # Demand
///
/// A tick that is not requested by then is given as soon as it is. Until it is requested there is no
/// timer. Cancelling drops the subscriber at once, and the timer when it is due. When the scheduler has
/// shut down the subscriber is dropped.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::timer;
///
/// let clock = ThreadScheduler::new("clock");
/// assert_eq!(timer(Duration::from_millis(1), &clock).block(), Ok(()));
/// ```
#[doc(alias = "delay")]
#[doc(alias = "timer_at")]
pub fn timer(delay: Duration, scheduler: &dyn Scheduler) -> Mono<Single<Timer, ExactlyOne>> {
    mono(Timer::new(delay, scheduler))
}

/// Publisher for [`timer`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Timer {
    delay: Duration,
    worker: Arc<dyn Worker>,
}

impl Timer {
    pub(crate) fn new(delay: Duration, scheduler: &dyn Scheduler) -> Self {
        Self { delay, worker: Arc::from(scheduler.worker()) }
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").field("delay", &self.delay).finish_non_exhaustive()
    }
}

impl Publisher for Timer {
    type Item = ();
    type Error = Infallible;

    fn subscribe<S: Subscriber<(), Infallible>>(self, subscriber: S) {
        let drain = Drain::new(Some(Box::new(Arc::clone(&self.worker))), None);
        let alarm = Alarm::new(self.worker, drain.waker());
        let due = alarm.now().saturating_add(self.delay);
        drain.start(Tick { due, given: false, alarm }, subscriber);
    }
}

struct Tick {
    due: Duration,
    given: bool,
    alarm: Alarm,
}

impl Feed for Tick {
    type Item = ();
    type Error = Infallible;

    fn next(&mut self, wanted: bool) -> Signal<(), Infallible> {
        if self.given {
            return Signal::End(End::Complete);
        }
        if !wanted {
            return Signal::Wait;
        }
        if self.alarm.now() < self.due {
            self.alarm.set(self.due);
            return Signal::Wait;
        }
        self.given = true;
        Signal::Next(())
    }
}
