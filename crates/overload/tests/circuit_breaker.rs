//! Tests of `CircuitBreaker` as a value.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::future::{Future, pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_overload::{
    BreakerPermit, BreakerPolicy, BreakerState, CallError, CircuitBreaker, Open, Outcome,
};
use rstest::rstest;
use support::{SECOND, capacity, count, now};

fn breaker(policy: BreakerPolicy) -> (DeterministicScheduler, CircuitBreaker) {
    let clock = DeterministicScheduler::new(1);
    let breaker = CircuitBreaker::new(policy, &clock);
    (clock, breaker)
}

fn after(failures: u32) -> BreakerPolicy {
    BreakerPolicy::failures_in_a_row(count(failures), SECOND)
}

fn call(breaker: &CircuitBreaker, outcome: Outcome) {
    breaker.try_acquire().unwrap().end(outcome);
}

/// How long the breaker is open, now that a call has failed.
fn fail(breaker: &CircuitBreaker) -> Duration {
    call(breaker, Outcome::Failed);
    breaker.try_acquire().unwrap_err().retry_after
}

#[test]
fn opens_after_failures_in_a_row_and_closes_after_a_probe() {
    let (clock, breaker) = breaker(after(3));
    for outcome in [Outcome::Failed, Outcome::Overloaded, Outcome::Success, Outcome::Failed] {
        call(&breaker, outcome);
    }
    call(&breaker, Outcome::Ignored); // which is neither
    call(&breaker, Outcome::Overloaded);
    assert_eq!(breaker.state(), BreakerState::Closed);
    assert_eq!(fail(&breaker), SECOND);
    clock.advance(SECOND / 4);
    assert_eq!(breaker.try_acquire().unwrap_err(), Open { retry_after: SECOND * 3 / 4 });
    clock.advance(SECOND * 3 / 4);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    let probe = breaker.try_acquire().unwrap();
    assert_eq!(breaker.try_acquire().unwrap_err(), Open { retry_after: SECOND }, "one probe");
    probe.end(Outcome::Success);
    assert_eq!(breaker.state(), BreakerState::Closed);
    call(&breaker, Outcome::Failed);
    assert_eq!(breaker.state(), BreakerState::Closed, "it counts anew");
}

#[test]
fn opens_by_the_ratio_of_failures_in_a_window() {
    let (_clock, breaker) = breaker(BreakerPolicy::ratio(0.5, capacity(4), SECOND));
    for outcome in [Outcome::Failed, Outcome::Failed, Outcome::Success] {
        call(&breaker, outcome); // two of three, and the window is of four
    }
    call(&breaker, Outcome::Ignored);
    assert_eq!(breaker.state(), BreakerState::Closed);
    call(&breaker, Outcome::Success);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn what_leaves_the_window_does_not_count() {
    let (_clock, breaker) = breaker(BreakerPolicy::ratio(0.5, capacity(4), SECOND));
    for outcome in [true, false, false, false, true, false, false, false, true] {
        call(&breaker, if outcome { Outcome::Failed } else { Outcome::Success });
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    call(&breaker, Outcome::Failed);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn what_is_slow_has_failed() {
    let (clock, breaker) = breaker(after(1).slower_than(SECOND));
    let permit = breaker.try_acquire().unwrap();
    clock.advance(SECOND);
    permit.end(Outcome::Success);
    let permit = breaker.try_acquire().unwrap();
    clock.advance(SECOND + Duration::from_nanos(1));
    permit.end(Outcome::Success);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn stays_open_for_longer_each_time_that_a_probe_fails() {
    let (clock, breaker) = breaker(after(1).growing(3.0, SECOND * 10));
    let pauses = [1, 3, 9, 10, 10].map(|seconds| SECOND * seconds);
    for pause in pauses {
        assert_eq!(fail(&breaker), pause);
        clock.advance(pause);
    }
    call(&breaker, Outcome::Success);
    assert_eq!(fail(&breaker), SECOND, "it has been closed");
}

#[test]
fn jitter_lengthens_by_less_than_the_time_and_follows_from_its_seed() {
    let times = |seed| {
        let (clock, breaker) = breaker(after(1).jitter_with_seed(seed));
        let time = || {
            let time = fail(&breaker);
            clock.advance(time);
            time
        };
        std::iter::repeat_with(time).take(20).collect::<Vec<_>>()
    };
    assert_eq!(times(1), times(1));
    assert_ne!(times(1), times(2));
    assert!(times(1).iter().all(|time| (SECOND..=SECOND * 2).contains(time)), "{:?}", times(1));
}

#[test]
fn all_probes_have_to_succeed() {
    let (clock, breaker) = breaker(after(1).probes(count(3)));
    fail(&breaker);
    clock.advance(SECOND);
    let mut probes: Vec<_> = (0..3).map(|_| breaker.try_acquire().unwrap()).collect();
    assert!(breaker.try_acquire().is_err());
    probes.pop().unwrap().end(Outcome::Success);
    assert!(breaker.try_acquire().is_err(), "three in all");
    drop(probes.pop()); // says nothing, so there may be another
    let another = breaker.try_acquire().unwrap();
    probes.pop().unwrap().end(Outcome::Success);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    another.end(Outcome::Success);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn what_was_begun_before_says_nothing_now() {
    let (clock, breaker) = breaker(after(1));
    let (old, older) = (breaker.try_acquire().unwrap(), breaker.try_acquire().unwrap());
    fail(&breaker);
    clock.advance(SECOND);
    old.end(Outcome::Success);
    older.end(Outcome::Failed);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    assert!(breaker.try_acquire().is_ok());
}

#[test]
fn a_call_that_is_dropped_or_panics_does_not_keep_its_probe() {
    let (clock, breaker) = breaker(after(1));
    fail(&breaker);
    clock.advance(SECOND);
    assert!(now(breaker.call(pending::<Result<(), ()>>())).is_none());
    let panicking = breaker.call(async { if true { panic!("call") } else { Ok::<(), ()>(()) } });
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| now(panicking)));
    assert!(panicked.is_err());
    assert_eq!(now(breaker.call(ready(Ok::<_, ()>(7)))), Some(Ok(7)));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_call_fails_with_its_error_or_because_it_was_not_made() {
    let (_clock, breaker) = breaker(after(1));
    let failed = now(breaker.call(ready(Err::<(), _>(std::fmt::Error)))).unwrap().unwrap_err();
    assert_eq!(failed, CallError::Failed(std::fmt::Error));
    assert_eq!(failed.to_string(), std::fmt::Error.to_string());
    let open = now(breaker.call(ready(Ok::<(), std::fmt::Error>(())))).unwrap().unwrap_err();
    assert_eq!(open, CallError::Open(Open { retry_after: SECOND }));
    assert_eq!(open.to_string(), "the circuit breaker is open: again after 1s");
    assert!(AnyError::from(open).downcast_ref::<CallError<std::fmt::Error>>().is_some());
    assert!(AnyError::from(Open { retry_after: SECOND }).downcast_ref::<Open>().is_some());
}

fn poll(
    future: &mut std::pin::Pin<&mut impl Future<Output = BreakerPermit>>,
) -> Option<BreakerPermit> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(permit) => Some(permit),
        Poll::Pending => None,
    }
}

#[test]
fn who_acquires_waits_while_it_is_open_and_then_for_the_probe() {
    let (clock, breaker) = breaker(after(1));
    fail(&breaker);
    let (mut one, mut two) = (pin!(breaker.acquire()), pin!(breaker.acquire()));
    assert!(poll(&mut one).is_none() && poll(&mut two).is_none());
    clock.advance(SECOND);
    let probe = poll(&mut one).unwrap();
    assert!(poll(&mut two).is_none());
    probe.end(Outcome::Failed);
    assert!(poll(&mut two).is_none());
    clock.advance(SECOND);
    poll(&mut two).unwrap().end(Outcome::Success);
    assert!(now(breaker.acquire()).is_some());
}

#[test]
fn a_scheduler_that_shuts_down_lets_nobody_wait_for_ever() {
    let (clock, breaker) = breaker(after(1));
    fail(&breaker);
    let mut waiting = pin!(breaker.acquire());
    assert!(poll(&mut waiting).is_none());
    drop(clock);
    poll(&mut waiting).unwrap().end(Outcome::Failed);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
}

#[rstest]
#[case(BreakerPolicy::ratio(f64::NAN, capacity(1), Duration::MAX).growing(f64::NAN, Duration::ZERO))]
#[case(BreakerPolicy::ratio(9.0, capacity(1), Duration::MAX).growing(9.0, Duration::MAX).jitter())]
#[case(after(1).growing(f64::INFINITY, Duration::MAX).jitter())]
fn policies_at_the_border_do_not_panic(#[case] policy: BreakerPolicy) {
    let (clock, breaker) = breaker(policy);
    for _ in 0..9 {
        match breaker.try_acquire() {
            Ok(permit) => permit.end(Outcome::Failed),
            Err(open) => drop(clock.advance(open.retry_after)),
        }
    }
}

/// The same machine in few words: what is in a row, what is in the window, and until when it is open.
struct Model {
    in_a_row: u32,
    window: Vec<bool>,
    /// While it is not closed: until when, and how many probes have failed.
    open: Option<(Duration, i32)>,
}

const IN_A_ROW: u32 = 4;
const WINDOW: usize = 6;
const RATIO: usize = 3;

impl Model {
    fn state(&self, now: Duration) -> BreakerState {
        match self.open {
            None => BreakerState::Closed,
            Some((until, _)) if now < until => BreakerState::Open,
            Some(_) => BreakerState::HalfOpen,
        }
    }

    /// A call that is made now, and over at once.
    fn call(&mut self, now: Duration, failure: bool) {
        let pause = |probes: i32| now + (SECOND * 2_u32.pow(probes as u32)).min(SECOND * 5);
        self.open = match (self.state(now), self.open) {
            (BreakerState::HalfOpen, Some((_, probes))) if failure => {
                Some((pause((probes + 1).min(8)), (probes + 1).min(8)))
            }
            (BreakerState::Open, open) => open,
            (BreakerState::HalfOpen, _) => None,
            (BreakerState::Closed, _) => {
                self.in_a_row = if failure { self.in_a_row + 1 } else { 0 };
                self.window.push(failure);
                let last: Vec<_> = self.window.iter().rev().take(WINDOW).collect();
                let failures = last.iter().filter(|failure| ***failure).count();
                let trips = self.in_a_row >= IN_A_ROW || last.len() == WINDOW && failures >= RATIO;
                trips.then(|| (pause(0), 0))
            }
        };
        if self.open.is_some() {
            (self.in_a_row, self.window) = (0, Vec::new());
        }
    }
}

proptest! {
    #[test]
    fn it_is_the_machine_of_the_model(steps in vec((0..1500u64, any::<bool>()), 1..200)) {
        let policy = BreakerPolicy::failures_in_a_row(count(IN_A_ROW), SECOND)
            .or_ratio(RATIO as f64 / WINDOW as f64, capacity(WINDOW))
            .growing(2.0, SECOND * 5);
        let (clock, breaker) = breaker(policy);
        let mut model = Model { in_a_row: 0, window: Vec::new(), open: None };
        for (pause, failure) in steps {
            clock.advance(Duration::from_millis(pause));
            let now = clock.now();
            prop_assert_eq!(breaker.state(), model.state(now));
            match breaker.try_acquire() {
                Ok(permit) => {
                    prop_assert_ne!(model.state(now), BreakerState::Open);
                    permit.end(if failure { Outcome::Failed } else { Outcome::Success });
                    model.call(now, failure);
                }
                Err(open) => {
                    prop_assert_eq!(model.state(now), BreakerState::Open);
                    let until = model.open.map(|(until, _)| until - now);
                    prop_assert_eq!(Some(open.retry_after), until);
                }
            }
            prop_assert_eq!(breaker.state(), model.state(now));
        }
    }

    /// Whatever is under way: no more probes at a time than the policy says, and none while it is open.
    #[test]
    fn probes_are_bounded(
        probes in 1..4u32,
        steps in vec((0..4u32, 0..600u64, any::<prop::sample::Index>()), 1..200),
    ) {
        let (clock, breaker) = breaker(after(1).probes(count(probes)));
        let mut under_way = Vec::<(BreakerPermit, u64)>::new();
        let (mut generation, mut state) = (0, BreakerState::Closed);
        for (step, pause, index) in steps {
            match step {
                0 => drop(clock.advance(Duration::from_millis(pause))),
                1 => under_way.extend(breaker.try_acquire().ok().map(|permit| (permit, generation))),
                _ if under_way.is_empty() => {}
                2 => under_way.swap_remove(index.index(under_way.len())).0.end(Outcome::Failed),
                _ => under_way.swap_remove(index.index(under_way.len())).0.end(Outcome::Success),
            }
            if breaker.state() != state {
                (state, generation) = (breaker.state(), generation + 1);
            }
            let now = under_way.iter().filter(|(_, begun)| *begun == generation).count();
            match state {
                BreakerState::Closed => {}
                BreakerState::Open => prop_assert_eq!(now, 0),
                BreakerState::HalfOpen => prop_assert!(now <= probes as usize),
            }
        }
    }
}
