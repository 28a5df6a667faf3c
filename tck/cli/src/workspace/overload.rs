use std::num::NonZeroU32;
use std::time::Duration;

use reactive_streams_operators::operator::{DropCounter, Rate};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ImmediateScheduler, Scheduler};
use reactive_streams_overload::ext::{DeadlineExt, RateLimitExt};
use reactive_streams_overload::{Due, RateLimit, RateLimits};
use reactive_streams_tck::{Element, Suite};

use super::common::{capacity, scheduled, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    rates(suite);
    deadlines(suite);
}

/// A while in virtual time.
const SECOND: Duration = Duration::from_secs(1);

fn rates(suite: &mut Suite) {
    scheduled(suite, "rate_hold", |head, scheduler| {
        head.rate_hold(RateLimit::new(slow(), scheduler), scheduler)
    })
    .prefetch(1);
    scheduled(suite, "rate_hold (keys)", |head, scheduler| {
        let limits = RateLimits::new(slow(), capacity(3), scheduler);
        head.rate_hold(limits.by(|element: &Element| element.number() % 5), scheduler)
    })
    .prefetch(1);
    synchronous(suite, "rate_check", |head| {
        head.rate_check(unlimited()).map(|decision| match decision {
            Ok(element) => element,
            Err(limited) => limited.element,
        })
    })
    .prefetch(0);
    synchronous(suite, "rate_shed", |head| head.rate_shed(unlimited(), DropCounter::new()))
        .prefetch(0);
}

fn deadlines(suite: &mut Suite) {
    synchronous(suite, "due_within", |head| {
        head.due_within(SECOND, &ImmediateScheduler::new()).map(|due| due.element)
    })
    .prefetch(0);
    synchronous(suite, "shed_late", |head| {
        let due = head.map(|element| Due::new(element, Duration::MAX));
        due.shed_late(&ImmediateScheduler::new(), DropCounter::new()).map(|due| due.element)
    })
    .prefetch(0);
}

/// One element a second, and three after a rest.
fn slow() -> Rate {
    Rate::new(NonZeroU32::MIN, SECOND).burst(NonZeroU32::new(3).expect("three is not zero"))
}

/// More than any run gives, at once.
fn unlimited() -> RateLimit {
    let rate = Rate::new(NonZeroU32::MAX, SECOND).burst(NonZeroU32::MAX);
    RateLimit::new(rate, &ImmediateScheduler::new() as &dyn Scheduler)
}
