//! Tests of `Admission`.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use reactive_streams_operators::operator::{Capacity, Rate, Reason};
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_overload::{
    AdaptiveLimit, Admission, AdmissionLane, Aimd, BreakerPolicy, CircuitBreaker, Held, Limited,
    Outcome, Permit, Refused, Shed,
};
use reactive_streams_test::{LeakCheck, Tracked};
use rstest::rstest;
use support::{SECOND, capacity, count};

const MILLI: Duration = Duration::from_millis(1);

fn clock() -> DeterministicScheduler {
    DeterministicScheduler::new(1)
}

/// One at a time, 1,000 in a second.
fn admission(clock: &DeterministicScheduler) -> Admission<()> {
    Admission::new(Rate::per_second(count(1_000)), capacity(1), clock)
}

fn admit<const N: usize>(lane: &AdmissionLane<()>) -> [Permit; N] {
    [(); N].map(|()| lane.admit(&()).unwrap())
}

fn refused(lane: &AdmissionLane<()>) -> Shed {
    lane.admit(&()).unwrap_err()
}

#[test]
fn a_full_lane_admits_nobody() {
    let [lane] = admission(&clock()).strict([capacity(2)]);
    let [first, _second] = admit(&lane);
    assert_eq!(refused(&lane).reason, Reason::Full);
    assert_eq!((lane.depth(), lane.admitted(), lane.shed().by(Reason::Full)), (2, 2, 1));
    drop(first);
    let [_third] = admit(&lane);
    assert_eq!((lane.depth(), lane.admitted(), lane.done()), (2, 3, 0));
}

/// Three are before the first who is sent away, so he is served after 4 ms; who comes after him, one later.
#[test]
fn who_is_sent_away_comes_again_one_after_another() {
    let clock = clock();
    let [lane] = admission(&clock).strict([capacity(3)]);
    let _permits: [_; 3] = admit(&lane);
    assert_eq!(refused(&lane).retry_after, 4 * MILLI);
    assert_eq!(refused(&lane).retry_after, 5 * MILLI);
    clock.advance(2 * MILLI);
    assert_eq!(refused(&lane).retry_after, 4 * MILLI);
    clock.advance(SECOND);
    assert_eq!(refused(&lane).retry_after, 4 * MILLI);
}

#[rstest]
#[case::a_millisecond(MILLI, 1)]
#[case::just_a_second(SECOND, 1)]
#[case::a_bit_more(SECOND + Duration::from_nanos(1), 2)]
#[case::at_once(Duration::ZERO, 1)]
#[case::never(Duration::MAX, u64::MAX)]
fn whole_seconds(#[case] retry_after: Duration, #[case] seconds: u64) {
    let always = move |_: &()| Err::<(), _>(Limited { element: (), retry_after });
    let [lane] = admission(&clock()).check(always).strict([capacity(1)]);
    let shed = refused(&lane);
    assert_eq!(shed.retry_after_seconds(), seconds);
    assert_eq!(shed.status_code(), 429);
}

#[test]
fn what_could_not_be_done_in_time_is_not_taken_on() {
    let clock = clock();
    let [lane] = admission(&clock).strict([capacity(100)]);
    let _permits: [_; 4] = admit(&lane);
    let due = |millis: u32| lane.admit_by(&(), clock.now() + millis * MILLI);
    assert_eq!(due(4).unwrap_err().reason, Reason::TooLate);
    assert!(due(5).is_ok());
    assert_eq!(lane.shed().by(Reason::TooLate), 1);
    assert_eq!(lane.shed().total(), 1);
}

#[test]
fn the_budget_of_the_capacity_is_kept_when_work_takes_longer() {
    let clock = clock();
    let promised = Rate::per_second(count(1_000));
    let budget = 10 * MILLI;
    let [lane] = admission(&clock).strict([Capacity::for_latency(promised, budget)]);
    let mut waiting = VecDeque::from(admit::<10>(&lane));
    assert_eq!(refused(&lane).reason, Reason::Full);
    for _ in 0..500 {
        clock.advance(2 * MILLI); // for each, and not 1 ms
        waiting.pop_front().unwrap().done();
        waiting.extend(lane.admit(&()).ok());
    }
    assert_eq!(refused(&lane).reason, Reason::TooLate);
    assert!((4..=5).contains(&lane.depth()), "{}", lane.depth());
    assert!(lane.time_to_finish() > budget);
}

/// A pause in which nothing is done makes the rate so low that nobody would be in time.
#[test]
fn a_pause_does_not_keep_everybody_out_for_good() {
    let clock = clock();
    let served = Rate::per_second(count(1_000));
    let budget = Capacity::for_latency(served, 10 * MILLI);
    let [lane] = Admission::new(served, capacity(4), &clock).strict([budget]);
    let waiting: [_; 10] = admit(&lane);
    clock.advance(SECOND);
    let mut waiting = waiting.into_iter();
    waiting.next().unwrap().done();
    assert_eq!(refused(&lane).reason, Reason::TooLate);
    waiting.for_each(Permit::done);
    assert_eq!(lane.time_to_finish(), 4 * MILLI);
    let [_next] = admit(&lane);
}

#[test]
fn who_leaves_without_having_been_served_says_nothing_of_the_rate() {
    let clock = clock();
    let [lane] = admission(&clock).strict([capacity(100)]);
    let _stay: [_; 9] = admit(&lane);
    for _ in 0..500 {
        drop(admit::<1>(&lane));
    }
    clock.advance(SECOND);
    assert_eq!(lane.time_to_finish(), 10 * MILLI);
}

#[test]
fn the_rate_of_somebody_who_has_nothing_to_do_is_not_measured() {
    let clock = clock();
    let [lane] = admission(&clock).strict([capacity(100)]);
    for _ in 0..500 {
        let [one] = admit(&lane);
        clock.advance(SECOND);
        one.done();
    }
    assert_eq!((lane.time_to_finish(), lane.done()), (MILLI, 500));
}

/// Eight at once, each in 8 ms.
#[test]
fn nobody_is_done_faster_than_work_takes() {
    let clock = clock();
    let eight = Admission::new(Rate::per_second(count(1_000)), capacity(8), &clock);
    let [lane] = eight.strict([capacity(100)]);
    assert_eq!(lane.time_to_finish(), 8 * MILLI);
    let _seven: [_; 7] = admit(&lane);
    assert_eq!(lane.time_to_finish(), 8 * MILLI);
    let _eighth: [_; 1] = admit(&lane);
    assert_eq!(lane.time_to_finish(), 9 * MILLI);
}

#[test]
fn strict_lanes_wait_for_those_before_them() {
    let [first, second] = admission(&clock()).strict([capacity(100); 2]);
    let _first: [_; 5] = admit(&first);
    let _second: [_; 3] = admit(&second);
    assert_eq!(first.time_to_finish(), 6 * MILLI);
    assert_eq!(second.time_to_finish(), 9 * MILLI);
}

#[test]
fn weighted_lanes_wait_for_their_share() {
    let lanes = [(capacity(100), count(3)), (capacity(100), count(1))];
    let [heavy, light] = admission(&clock()).weighted(lanes);
    let _flood: [_; 60] = admit(&heavy);
    assert_eq!(light.time_to_finish(), 4 * MILLI); // three of the others, and itself
    assert_eq!(heavy.time_to_finish(), 61 * MILLI);
    let _light: [_; 9] = admit(&light);
    assert_eq!(light.time_to_finish(), 40 * MILLI);
    assert_eq!(heavy.time_to_finish(), 70 * MILLI); // at last all of them
}

/// What a check gives: counted while it is held, and says what it was told.
struct Guard {
    _alive: Tracked<()>,
    outcomes: Arc<Mutex<Vec<Outcome>>>,
}

impl Held for Guard {
    fn end(self, outcome: Outcome) {
        self.outcomes.lock().unwrap().push(outcome);
    }
}

#[derive(Default)]
struct Guards {
    alive: LeakCheck,
    outcomes: Arc<Mutex<Vec<Outcome>>>,
}

impl Guards {
    fn check(&self) -> impl Fn(&()) -> Result<Guard, Refused> + Send + Sync + use<> {
        let (one, outcomes) = (self.alive.track(()), Arc::clone(&self.outcomes));
        move |_| Ok(Guard { _alive: one.clone(), outcomes: Arc::clone(&outcomes) })
    }

    /// Without the one that the check has.
    fn held(&self) -> usize {
        self.alive.alive() - 1
    }
}

#[test]
fn what_the_checks_give_is_held_as_long_as_the_place() {
    let guards = Guards::default();
    let [lane] = admission(&clock()).check(guards.check()).strict([capacity(1)]);
    let [permit] = admit(&lane);
    assert_eq!(guards.held(), 1);
    assert_eq!(refused(&lane).reason, Reason::Full);
    drop(permit);
    assert_eq!((guards.held(), guards.outcomes.lock().unwrap().len()), (0, 0));
    drop(lane);
    guards.alive.assert_no_leaks();
}

#[test]
fn what_the_checks_give_is_told_the_outcome() {
    let guards = Guards::default();
    let [lane] =
        admission(&clock()).check(guards.check()).check(guards.check()).strict([capacity(3)]);
    let [first, second, third] = admit(&lane);
    first.done();
    second.end(Outcome::Overloaded);
    third.end(Outcome::Ignored);
    let outcomes = [Outcome::Success, Outcome::Overloaded, Outcome::Ignored];
    assert_eq!(*guards.outcomes.lock().unwrap(), outcomes.map(|outcome| [outcome; 2]).concat());
    assert_eq!((lane.depth(), lane.done()), (0, 2));
}

#[test]
fn a_check_that_fails_takes_back_what_the_others_gave() {
    let guards = Guards::default();
    let refuse = |_: &()| Err::<(), _>(Refused::new(Reason::Unavailable).retry_after(3 * SECOND));
    let [lane] = admission(&clock())
        .check(guards.check())
        .check(refuse)
        .check(|_| -> Result<(), Refused> { unreachable!("it is refused already") })
        .strict([capacity(1)]);
    let shed = refused(&lane);
    assert_eq!((shed.reason, shed.retry_after), (Reason::Unavailable, 3 * SECOND));
    assert_eq!((shed.status_code(), shed.retry_after_seconds()), (503, 3));
    assert_eq!((lane.depth(), lane.admitted(), guards.held()), (0, 0, 0));
    assert_eq!((lane.shed().by(Reason::Unavailable), lane.shed().total()), (1, 1));
}

#[test]
fn limits_and_breakers_are_checks() {
    let clock = clock();
    let limit = AdaptiveLimit::new(Aimd::new(), capacity(1), capacity(1), &clock);
    let policy = BreakerPolicy::failures_in_a_row(count(1), 9 * SECOND);
    let breaker = CircuitBreaker::new(policy, &clock);
    let in_flight = limit.clone();
    let [lane] = admission(&clock)
        .check(move |_| in_flight.try_acquire())
        .check(move |_| breaker.try_acquire())
        .strict([capacity(9)]);
    let [permit] = admit(&lane);
    let shed = refused(&lane);
    assert_eq!((shed.reason, shed.retry_after), (Reason::Saturated, 2 * MILLI)); // by the backlog
    permit.end(Outcome::Failed);
    let shed = refused(&lane);
    assert_eq!((shed.reason, shed.retry_after), (Reason::Unavailable, 9 * SECOND));
    assert_eq!(limit.in_flight(), 0);
}

/// No token of a rate limit is spent on somebody for whom there is no place.
#[test]
fn there_is_no_check_where_there_is_no_place() {
    let checked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&checked);
    let check = move |_: &()| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok::<(), Refused>(())
    };
    let [lane] = admission(&clock()).check(check).strict([capacity(1)]);
    let _permit: [_; 1] = admit(&lane);
    refused(&lane);
    assert_eq!(checked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_check_that_panics_admits_nobody() {
    let panics = |_: &()| -> Result<(), Refused> { panic!("a check") };
    let [lane] = admission(&clock()).check(panics).strict([capacity(1)]);
    assert!(catch_unwind(AssertUnwindSafe(|| lane.admit(&()))).is_err());
    assert_eq!((lane.depth(), lane.admitted(), lane.shed().total()), (0, 0, 0));
}

#[test]
fn no_more_are_admitted_than_there_are_places_also_at_once() {
    let [lane] = admission(&clock()).strict([capacity(3)]);
    let inside = AtomicUsize::new(0);
    let come_and_go = || {
        for _ in 0..2_000 {
            let Ok(permit) = lane.admit(&()) else { continue };
            assert!(inside.fetch_add(1, Ordering::SeqCst) < 3);
            inside.fetch_sub(1, Ordering::SeqCst);
            permit.done();
        }
    };
    thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(come_and_go))));
    assert_eq!(lane.depth(), 0);
    assert_eq!(lane.admitted() + lane.shed().total(), 8_000);
    assert_eq!(lane.admitted(), lane.done());
}

/// Ten thousand a second against two thousand, in two lanes: who is admitted is in time, the server always
/// has work, and everybody is accounted for.
#[test]
fn a_flood_leaves_goodput_and_latency_alone() {
    let clock = clock();
    let served = Rate::per_second(count(2_000));
    let budgets = [50 * MILLI, SECOND];
    let lanes = budgets.map(|budget| Capacity::for_latency(served, budget));
    let lanes: [AdmissionLane<()>; 2] = Admission::new(served, capacity(1), &clock).strict(lanes);
    let mut waiting = [VecDeque::new(), VecDeque::new()];
    let (mut offered, mut done) = (0, 0);
    for tick in 0..4_000 {
        for arrival in 0..5 {
            let lane = usize::from((tick + arrival) % 10 > 2); // three of ten are interactive
            let came = clock.now();
            waiting[lane].extend(lanes[lane].admit(&()).ok().map(|permit| (permit, came)));
            offered += 1;
        }
        clock.advance(served.interval());
        let next = waiting
            .iter_mut()
            .enumerate()
            .find_map(|(lane, queue)| Some((lane, queue.pop_front()?)));
        let Some((lane, (permit, came))) = next else { continue };
        permit.done();
        done += 1;
        if lane == 0 {
            assert!(clock.now() - came <= budgets[0], "late: {:?}", clock.now() - came);
        }
    }
    assert!(done * 100 >= 4_000 * 99, "{done} of 4,000");
    let admitted: u64 = lanes.iter().map(AdmissionLane::admitted).sum();
    let shed: u64 = lanes.iter().map(|lane| lane.shed().total()).sum();
    assert_eq!(admitted + shed, offered);
    assert_eq!(admitted, done + waiting.iter().map(VecDeque::len).sum::<usize>() as u64);
}

#[derive(Clone, Debug)]
enum Step {
    Admit(usize),
    AdmitBy(usize, u64),
    Leave(prop::sample::Index),
    Done(prop::sample::Index),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..3).prop_map(Step::Admit),
        2 => (0usize..3, 0u64..20_000).prop_map(|(lane, micros)| Step::AdmitBy(lane, micros)),
        1 => any::<prop::sample::Index>().prop_map(Step::Leave),
        2 => any::<prop::sample::Index>().prop_map(Step::Done),
        2 => (0u64..5_000).prop_map(Step::Wait),
    ]
}

proptest! {
    #[test]
    fn everybody_is_accounted_for(
        steps in vec(step(), 0..200),
        capacities in [1usize..6, 1usize..6, 1usize..6],
        weighted: bool,
    ) {
        let clock = clock();
        let two = Admission::<()>::new(Rate::per_second(count(1_000)), capacity(2), &clock);
        let lanes = if weighted {
            two.weighted(capacities.map(|n| (capacity(n), count(n as u32))))
        } else {
            two.strict(capacities.map(capacity))
        };
        let mut offered = [0; 3];
        let mut done = [0; 3];
        let mut permits: Vec<(usize, Permit)> = Vec::new();
        for step in steps {
            match step {
                Step::Admit(lane) => {
                    offered[lane] += 1;
                    permits.extend(lanes[lane].admit(&()).ok().map(|permit| (lane, permit)));
                }
                Step::AdmitBy(lane, micros) => {
                    offered[lane] += 1;
                    let due = clock.now() + Duration::from_micros(micros);
                    let in_time = clock.now() + lanes[lane].time_to_finish() <= due;
                    let admitted = lanes[lane].admit_by(&(), due);
                    prop_assert!(in_time || admitted.is_err());
                    permits.extend(admitted.ok().map(|permit| (lane, permit)));
                }
                Step::Leave(which) if !permits.is_empty() => {
                    drop(permits.remove(which.index(permits.len())));
                }
                Step::Done(which) if !permits.is_empty() => {
                    let (lane, permit) = permits.remove(which.index(permits.len()));
                    permit.done();
                    done[lane] += 1;
                }
                Step::Wait(micros) => drop(clock.advance(Duration::from_micros(micros))),
                Step::Leave(_) | Step::Done(_) => {}
            }
            for (index, lane) in lanes.iter().enumerate() {
                let inside = permits.iter().filter(|(of, _)| *of == index).count();
                prop_assert_eq!(lane.depth(), inside);
                prop_assert!(inside <= capacities[index]);
                prop_assert_eq!(lane.admitted() + lane.shed().total(), offered[index]);
                prop_assert_eq!(lane.done(), done[index]);
            }
        }
    }
}
