//! Tests of `on_overflow`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{
    BufferOverflow, DropCounter, Overflow, OverflowObserver, OverflowPolicy, OverflowRule,
    Overflowed, Reason,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{Sinks, range};
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();
const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
enum Failed {
    Upstream,
    Full,
    Refused(Overflowed<u32>),
}

impl From<BufferOverflow> for Failed {
    fn from(_: BufferOverflow) -> Self {
        Self::Full
    }
}

impl From<Overflowed<u32>> for Failed {
    fn from(overflowed: Overflowed<u32>) -> Self {
        Self::Refused(overflowed)
    }
}

type Ends = (TestPublisher<u32, Failed>, TestSubscriber<u32, Failed>);

/// Room for two elements, behind one that is requested.
fn buffered<R, O>(policy: OverflowPolicy<R, O>) -> Ends
where
    R: OverflowRule<u32, Failed>,
    O: OverflowObserver<u32>,
{
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(1));
    upstream.publisher().on_overflow(TWO, policy).subscribe(subscriber.subscriber());
    (upstream, subscriber)
}

/// What is left out, in the order in which the observer learns of it.
type Log = Arc<Mutex<Vec<(u32, Reason)>>>;

fn observed<R>(policy: OverflowPolicy<R>) -> (Log, OverflowPolicy<R, impl OverflowObserver<u32>>) {
    let log = Log::default();
    let observer = Arc::clone(&log);
    let observe = move |Overflowed { reason, element }| {
        observer.lock().unwrap().push((element, reason));
    };
    (log, policy.observe(observe))
}

#[test]
fn it_takes_everything_and_delivers_what_is_requested() {
    let (upstream, subscriber) = buffered(Overflow::fail());
    upstream.assert_requests([u64::MAX]);
    (0..3).for_each(|n| upstream.next(n));
    subscriber.assert_values([0]);
    subscriber.request(1);
    upstream.complete();
    subscriber.assert_values([0, 1]).assert_not_terminated();
    subscriber.request(1);
    subscriber.assert_values([0, 1, 2]).assert_complete();
    upstream.assert_requests([u64::MAX]).assert_not_cancelled();
}

#[test]
fn hold_requests_no_more_than_there_is_room_for() {
    let (upstream, subscriber) = buffered(Overflow::hold());
    upstream.assert_requests([2]);
    (0..2).for_each(|n| upstream.next(n));
    subscriber.assert_values([0]);
    upstream.assert_requests([2]);
    subscriber.request(1);
    upstream.assert_requests([2, 2]);
    upstream.next(2);
    subscriber.assert_values([0, 1]);
}

#[test]
fn fail_comes_after_what_waits_and_hands_the_element_over() {
    let (log, policy) = observed(Overflow::fail());
    let (upstream, subscriber) = buffered(policy);
    (0..4).for_each(|n| upstream.next(n));
    upstream.assert_cancelled();
    subscriber.assert_values([0]).assert_not_terminated();
    subscriber.request(5);
    subscriber.assert_values([0, 1, 2]).assert_error(Failed::Full);
    assert_eq!(*log.lock().unwrap(), [(3, Reason::Full)]);
}

#[test]
fn reject_carries_the_element_back() {
    let (upstream, subscriber) = buffered(Overflow::reject());
    (0..4).for_each(|n| upstream.next(n));
    upstream.assert_cancelled();
    subscriber.request(5);
    let refused = Overflowed { reason: Reason::Full, element: 3 };
    subscriber.assert_values([0, 1, 2]).assert_error(Failed::Refused(refused));
}

/// Of elements 0 to 5, 0 is requested, and two have room.
#[rstest]
#[case::newest(Overflow::drop_newest(), [1, 2], [(3, Reason::Full), (4, Reason::Full), (5, Reason::Full)])]
#[case::oldest(Overflow::drop_oldest(), [4, 5], [(1, Reason::Oldest), (2, Reason::Oldest), (3, Reason::Oldest)])]
#[case::least(
    Overflow::drop_least(|n: &u32| [9, 5, 0, 7, 5, 5][*n as usize]),
    [1, 3],
    [(2, Reason::LeastImportant), (4, Reason::LeastImportant), (5, Reason::LeastImportant)],
)]
fn what_is_left_out_is_handed_over<R: OverflowRule<u32, Failed>>(
    #[case] policy: OverflowPolicy<R>,
    #[case] delivered: [u32; 2],
    #[case] left_out: [(u32, Reason); 3],
) {
    let (log, policy) = observed(policy);
    let (upstream, subscriber) = buffered(policy);
    (0..6).for_each(|n| upstream.next(n));
    upstream.complete();
    subscriber.request(9);
    subscriber.assert_values([&[0], &delivered[..]].concat()).assert_complete();
    assert_eq!(*log.lock().unwrap(), left_out);
}

#[test]
fn keep_latest_leaves_out_all_that_wait() {
    let (log, policy) = observed(Overflow::keep_latest());
    let (upstream, subscriber) = buffered(policy);
    (0..4).for_each(|n| upstream.next(n));
    subscriber.request(9);
    subscriber.assert_values([0, 3]);
    assert_eq!(*log.lock().unwrap(), [(1, Reason::Superseded), (2, Reason::Superseded)]);
    subscriber.cancel();
}

#[test]
fn what_is_older_than_an_age_is_left_out_when_it_is_requested_or_in_the_way() {
    let clock = DeterministicScheduler::new(1);
    let (log, policy) = observed(Overflow::drop_older_than(SECOND, &clock));
    let (upstream, subscriber) = buffered(policy);
    upstream.next(0);
    upstream.next(1);
    clock.advance(SECOND);
    upstream.next(2);
    upstream.next(3); // 1 is not too old, but the oldest
    assert_eq!(*log.lock().unwrap(), [(1, Reason::Oldest)]);
    clock.advance(SECOND + Duration::from_nanos(1));
    upstream.next(4); // now 2 and 3 are
    assert_eq!(log.lock().unwrap()[1..], [(2, Reason::TooOld), (3, Reason::TooOld)]);
    clock.advance(SECOND);
    upstream.next(5);
    clock.advance(SECOND);
    subscriber.request(9);
    subscriber.assert_values([0, 5]);
    assert_eq!(log.lock().unwrap()[3..], [(4, Reason::TooOld)]);
    subscriber.cancel();
}

#[test]
fn block_for_waits_until_there_is_room() {
    let clock = DeterministicScheduler::new(1);
    let (upstream, subscriber) = buffered(Overflow::block_for(SECOND, &clock));
    (0..3).for_each(|n| upstream.next(n));
    thread::scope(|scope| {
        scope.spawn(|| {
            upstream.next(3); // there is no time here, so it has to wait
            upstream.complete();
        });
        scope.spawn(|| {
            subscriber.request(1);
            subscriber.request(9);
        });
    });
    subscriber.await_end(SECOND * 60).assert_values([0, 1, 2, 3]).assert_complete();
}

#[test]
fn block_for_gives_up_when_the_time_is_over() {
    let clock = ThreadScheduler::new("clock");
    let (upstream, subscriber) = buffered(Overflow::block_for(Duration::from_millis(1), &clock));
    (0..4).for_each(|n| upstream.next(n));
    upstream.assert_cancelled();
    subscriber.request(9);
    let refused = Overflowed { reason: Reason::TimedOut, element: 3 };
    subscriber.assert_values([0, 1, 2]).assert_error(Failed::Refused(refused));
}

#[rstest]
#[case::cancelled(true)]
#[case::shut_down(false)]
fn block_for_does_not_wait_for_what_cannot_come(#[case] cancels: bool) {
    let clock = DeterministicScheduler::new(1);
    let producer = ThreadScheduler::new("producer");
    let subscriber = TestSubscriber::<u32, Failed>::with_initial_demand(1);
    let numbers = range(0..9).fallible().subscribe_on(&producer);
    let blocking = numbers.on_overflow(TWO, Overflow::block_for(SECOND, &clock));
    blocking.subscribe(subscriber.subscriber());
    subscriber.await_count(1, SECOND * 60);
    if cancels {
        subscriber.cancel();
        drop(producer); // which waits until its thread is free
    } else {
        drop(clock);
        drop(producer);
        subscriber.request(9);
        let refused = Overflowed { reason: Reason::TimedOut, element: 3 };
        subscriber.assert_values([0, 1, 2]).assert_error(Failed::Refused(refused));
    }
}

#[test]
fn the_error_says_what_was_full() {
    let (upstream, subscriber) = (TestPublisher::new(), TestSubscriber::with_initial_demand(0));
    let buffered = upstream.publisher().on_overflow(TWO, Overflow::fail());
    buffered.map_err(|full: BufferOverflow| full.to_string()).subscribe(subscriber.subscriber());
    (0..3).for_each(|n| upstream.next(n));
    subscriber.request(2);
    let text = "on_overflow: 2 elements wait, and too little is requested";
    subscriber.assert_values([0, 1]).assert_error(text.to_owned());
}

#[test]
fn counters_count_by_reason_and_together() {
    let all = DropCounter::new();
    for _ in 0..2 {
        let (upstream, subscriber) = buffered(Overflow::drop_oldest().count_in(&all));
        (0..5).for_each(|n| upstream.next(n));
        subscriber.cancel();
    }
    assert_eq!((all.by(Reason::Oldest), all.by(Reason::Full), all.total()), (4, 0, 4));
}

#[test]
fn an_error_of_the_upstream_is_passed_on_at_once() {
    let (upstream, subscriber) = buffered(Overflow::fail());
    (0..2).for_each(|n| upstream.next(n));
    upstream.error(Failed::Upstream);
    subscriber.assert_values([0]).assert_error(Failed::Upstream);
}

#[test]
fn cancel_goes_to_the_upstream_and_drops_what_waits() {
    let leaks = LeakCheck::new();
    let upstream = TestPublisher::<Tracked<u32>, Infallible>::new();
    let subscriber = TestSubscriber::with_initial_demand(0);
    let buffered = upstream.publisher().on_overflow(TWO, Overflow::drop_newest());
    buffered.subscribe(subscriber.subscriber());
    (0..3).for_each(|n| upstream.next(leaks.track(n)));
    assert_eq!(leaks.alive(), 2);
    subscriber.cancel();
    upstream.assert_cancelled();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
    leaks.assert_no_leaks();
}

#[rstest]
#[case::observer(Overflow::drop_newest().observe(|_: Overflowed<u32>| panic!("bomb")))]
#[case::key(Overflow::drop_least(|n: &u32| if *n == 3 { panic!("bomb") } else { 0 }).ignore())]
fn a_panic_ends_it_and_drops_what_waits<R, O>(#[case] policy: OverflowPolicy<R, O>)
where
    R: OverflowRule<u32, Failed>,
    O: OverflowObserver<u32>,
{
    let (upstream, subscriber) = buffered(policy);
    (0..3).for_each(|n| upstream.next(n));
    assert!(catch_unwind(AssertUnwindSafe(|| upstream.next(3))).is_err());
    subscriber.assert_values([0]).assert_abandoned();
}

/// It asks for everything that a sink has, so that the sink refuses nothing.
#[test]
fn behind_a_sink_the_policy_decides() {
    let (sink, numbers) = Sinks::many().unicast::<u32, Infallible>(NonZeroUsize::MIN);
    let policy = Overflow::keep_latest();
    let dropped = policy.dropped();
    let subscriber = TestSubscriber::with_initial_demand(1);
    numbers.on_overflow(NonZeroUsize::MIN, policy).subscribe(subscriber.subscriber());
    (0..5).for_each(|n| sink.try_emit_next(n).unwrap());
    subscriber.request(1);
    subscriber.assert_values([0, 4]);
    assert_eq!(dropped.by(Reason::Superseded), 3);
    subscriber.cancel();
}

/// What an upstream has brought before it panics has come, also as a burst.
#[test]
fn a_panic_of_the_upstream_loses_nothing_that_came_before() {
    let clock = DeterministicScheduler::new(1);
    let subscriber = TestSubscriber::<u32, Infallible>::with_initial_demand(1).tolerating("1.4");
    let numbers = range(0..9u32).publish_on(&clock, NonZeroUsize::new(9).unwrap());
    let numbers = numbers.map(|n| if n == 4 { panic!("bomb") } else { n });
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    numbers.on_overflow(TWO, policy).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| clock.run_until_idle())).is_err());
    subscriber.assert_values([0]);
    assert_eq!(dropped.by(Reason::Oldest), 1);
    subscriber.request(9);
    subscriber.assert_values([0, 2, 3]).assert_abandoned();
}
