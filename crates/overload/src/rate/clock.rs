use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock;
use governor::nanos::Nanos;
use governor::{NotUntil, Quota};
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::scheduler::Worker;

use super::Limited;

/// The time of a scheduler, for `governor`.
#[derive(Clone)]
pub(super) struct WorkerClock(pub(super) Arc<dyn Worker>);

/// `governor` counts nanoseconds in 64 bits, and does not check its sums. None of them is ever more than
/// three of these, two of which are a bucket's.
const LONGEST: Duration = Duration::from_nanos(u64::MAX / 4);

impl Clock for WorkerClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.now().min(LONGEST).into()
    }
}

impl WorkerClock {
    pub(super) fn limited(&self, until: &NotUntil<Nanos>) -> Limited {
        Limited { element: (), retry_after: until.wait_time_from(self.now()) }
    }
}

/// The time that an empty bucket takes to be full again.
pub(super) fn time_to_fill(rate: Rate) -> Duration {
    rate.interval().saturating_mul(rate.at_once().get()).min(LONGEST)
}

pub(super) fn quota(rate: Rate) -> Quota {
    let burst = rate.at_once();
    let longest = LONGEST / burst.get();
    let interval = rate.interval().clamp(Duration::from_nanos(1), longest);
    Quota::with_period(interval).expect("it is not zero").allow_burst(burst)
}
