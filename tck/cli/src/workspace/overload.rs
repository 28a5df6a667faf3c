use std::future::ready;
use std::num::NonZeroU32;
use std::time::Duration;

use reactive_streams_operators::operator::{DropCounter, Rate};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ImmediateScheduler, Scheduler};
use reactive_streams_overload::ext::{AdaptiveExt, CircuitBreakerExt, DeadlineExt, RateLimitExt};
use reactive_streams_overload::{
    AdaptiveLimit, Aimd, BreakerPolicy, CircuitBreaker, Due, Outcome, RateLimit, RateLimits,
};
use reactive_streams_tck::{Element, Suite};

use super::common::{PREFETCH, capacity, on_each_scheduler, scheduled, synchronous};
use super::flatten::Failure;
use super::schedulers::thread;

pub(super) fn add_to(suite: &mut Suite) {
    rates(suite);
    deadlines(suite);
    limits(suite);
    breakers(suite);
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

fn limits(suite: &mut Suite) {
    on_each_scheduler(suite, "map_adaptive", PREFETCH, |head, scheduler| {
        let limit = AdaptiveLimit::new(Aimd::new(), capacity(1), capacity(PREFETCH), scheduler);
        head.map_err(Failure)
            .map_adaptive(limit, scheduler, ready, |_| Outcome::Success)
            .map_err(|Failure(error)| error)
    });
    scheduled(suite, "map_adaptive (overloaded)", |head, scheduler| {
        let limit = AdaptiveLimit::new(Aimd::new(), capacity(1), capacity(PREFETCH), scheduler);
        head.map_err(Failure)
            .map_adaptive(limit, scheduler, ready, every_fifth(Outcome::Overloaded))
            .map_err(|Failure(error)| error)
    })
    .prefetch(PREFETCH as u64);
}

fn breakers(suite: &mut Suite) {
    synchronous(suite, "circuit_breaker", |head| {
        let breaker = CircuitBreaker::new(policy(), thread());
        let head = head.err_into::<Box<dyn std::error::Error + Send + Sync>>();
        head.circuit_breaker(breaker)
    })
    .prefetch(0);
    scheduled(suite, "map_unless_open", |head, scheduler| {
        let breaker = CircuitBreaker::new(policy(), scheduler);
        head.map_err(Failure)
            .map_unless_open(
                capacity(PREFETCH),
                breaker,
                scheduler,
                ready,
                every_fifth(Outcome::Failed),
            )
            .map_err(|Failure(error)| error)
    })
    .prefetch(PREFETCH as u64);
}

/// Opens with the first failure, for a second.
fn policy() -> BreakerPolicy {
    BreakerPolicy::failures_in_a_row(NonZeroU32::MIN, SECOND)
}

/// Of the elements that have come through, every fifth has come to this.
fn every_fifth(outcome: Outcome) -> impl Fn(&Element) -> Outcome + Send + Sync {
    move |element| if element.number() % 5 == 4 { outcome } else { Outcome::Success }
}
