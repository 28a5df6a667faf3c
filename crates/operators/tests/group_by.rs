//! Tests of `group_by`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{Group, GroupBy, GroupError};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber};

type Source = TestPublisher<u32, GroupError>;
type Part = Group<u32, u32, GroupError>;

const fn capacity(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// Groups by the last digit, subscribed by hand.
struct ByHand {
    source: Source,
    groups: TestSubscriber<String, GroupError>,
    /// Groups that have come and were not subscribed.
    parts: Arc<Mutex<Vec<Part>>>,
}

fn by_hand(max_groups: usize, waiting: usize) -> ByHand {
    grouped(max_groups, waiting, |groups| groups)
}

fn grouped<F>(max_groups: usize, waiting: usize, option: F) -> ByHand
where
    F: FnOnce(
        GroupBy<reactive_streams_test::Scripted<u32, GroupError>, fn(&u32) -> u32>,
    ) -> GroupBy<reactive_streams_test::Scripted<u32, GroupError>, fn(&u32) -> u32>,
{
    let source = Source::new();
    let groups = TestSubscriber::new();
    let parts = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&parts);
    let key: fn(&u32) -> u32 = |n| n % 10;
    option(source.publisher().group_by(capacity(max_groups), capacity(waiting), key))
        .map(move |group| {
            let name = format!("group {}", group.key());
            kept.lock().unwrap().push(group);
            name
        })
        .subscribe(groups.subscriber());
    ByHand { source, groups, parts }
}

impl ByHand {
    fn take(&self) -> Part {
        self.parts.lock().unwrap().remove(0)
    }

    fn subscribe(&self, demand: u64) -> TestSubscriber<u32, GroupError> {
        let subscriber = TestSubscriber::with_initial_demand(demand);
        self.take().subscribe(subscriber.subscriber());
        subscriber
    }
}

#[test]
fn each_key_is_a_stream_of_its_own() {
    let all = by_hand(9, 9);
    [1, 2, 11].into_iter().for_each(|n| all.source.next(n));
    all.groups.assert_values(["group 1".to_owned(), "group 2".to_owned()]);
    let (ones, twos) = (all.subscribe(9), all.subscribe(0));
    ones.assert_values([1, 11]);
    twos.assert_values([]);
    all.source.complete();
    ones.assert_complete();
    all.groups.assert_complete();
    twos.assert_not_terminated();
    twos.request(1);
    twos.assert_values([2]).assert_complete();
}

#[test]
fn what_is_taken_is_requested_anew_three_quarters_at_a_time() {
    let all = by_hand(9, 4);
    all.source.assert_requests([4]);
    all.source.next(1);
    let ones = all.subscribe(9);
    all.source.next(11);
    all.source.assert_requests([4]);
    all.source.next(21);
    all.source.assert_requests([4, 3]);
    ones.assert_values([1, 11, 21]);
}

#[test]
fn a_group_that_is_slow_holds_the_upstream_and_fails_nothing() {
    let all = by_hand(9, 2);
    all.source.next(1);
    let ones = all.subscribe(0);
    all.source.next(11);
    all.source.assert_requests([2]);
    all.groups.assert_not_terminated();
    ones.request(1);
    all.source.assert_requests([2, 1]);
    ones.request(1);
    ones.assert_values([1, 11]);
}

#[test]
fn groups_that_nobody_subscribes_fail_the_stream_and_say_so() {
    let all = by_hand(9, 2);
    all.source.next(1);
    let ones = all.subscribe(9);
    all.source.next(2);
    all.groups.assert_not_terminated();
    all.source.next(12);
    all.source.assert_cancelled();
    let stalled = GroupError::NotConsumed { capacity: capacity(2) };
    all.groups.assert_error(stalled);
    ones.assert_values([1]).assert_error(stalled);
    assert!(stalled.to_string().contains("nobody has subscribed"));
}

#[test]
fn groups_that_nobody_subscribes_hold_the_upstream_where_that_is_asked_for() {
    let all = grouped(9, 2, GroupBy::hold_unconsumed);
    all.source.next(1);
    all.source.next(11);
    all.groups.assert_not_terminated();
    all.source.assert_requests([2]);
    all.subscribe(2).assert_values([1, 11]);
    all.source.assert_requests([2, 2]);
}

#[test]
fn one_group_too_many_fails_the_stream() {
    let all = by_hand(1, 9);
    all.source.next(1);
    let ones = all.subscribe(9);
    all.source.next(2);
    all.source.assert_cancelled();
    let too_many = GroupError::TooManyGroups { max_groups: capacity(1) };
    all.groups.assert_error(too_many);
    ones.assert_values([1]).assert_error(too_many);
    assert!(too_many.to_string().contains("there are 1 groups already"));
}

#[test]
fn one_group_too_many_is_handed_over_where_that_is_asked_for() {
    let surplus = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&surplus);
    let all = grouped(1, 4, move |groups| groups.on_surplus(move |n| log.lock().unwrap().push(n)));
    all.source.next(1);
    let ones = all.subscribe(9);
    [2, 12, 11].into_iter().for_each(|n| all.source.next(n));
    ones.assert_values([1, 11]);
    assert_eq!(*surplus.lock().unwrap(), [2, 12]);
    all.source.assert_requests([4, 3]);
}

#[test]
fn a_group_that_is_dropped_or_cancelled_makes_room_for_another() {
    let all = by_hand(1, 4);
    all.source.next(1);
    drop(all.take());
    all.source.next(2); // the place is free
    let twos = all.subscribe(9);
    twos.cancel();
    all.source.next(12); // the same key, another group
    let again = all.subscribe(9);
    again.assert_values([12]);
    all.source.complete();
    again.assert_complete();
    all.groups.assert_value_count(3).assert_complete();
}

#[test]
fn the_upstream_is_cancelled_when_the_last_part_is_gone() {
    let all = by_hand(9, 9);
    all.source.next(1);
    let ones = all.subscribe(9);
    all.groups.cancel();
    all.source.assert_not_cancelled();
    all.source.next(11);
    all.source.next(2); // would need a group that nobody wants: dropped
    ones.assert_values([1, 11]);
    ones.cancel();
    all.source.assert_cancelled();
}

#[test]
fn an_error_ends_all_parts_after_what_waits() {
    let all = by_hand(9, 9);
    let failed = GroupError::TooManyGroups { max_groups: capacity(7) };
    all.source.next(1);
    let ones = all.subscribe(0);
    all.source.error(failed);
    all.groups.assert_error(failed);
    ones.assert_not_terminated();
    ones.request(1);
    ones.assert_values([1]).assert_error(failed);
}

#[test]
fn an_abandoned_stream_abandons_its_parts() {
    let source = Source::new().tolerating("1.4");
    let groups = TestSubscriber::new();
    source.publisher().group_by(capacity(9), capacity(9), |n| *n).subscribe(groups.subscriber());
    source.abandon();
    groups.assert_abandoned();
}

#[test]
fn a_panic_of_the_key_drops_everything() {
    let leaks = LeakCheck::new();
    let tracked = leaks.track(());
    let groups = TestSubscriber::<Group<u32, u32, GroupError>, _>::new();
    let publisher =
        range(0..9).fallible::<GroupError>().group_by(capacity(9), capacity(9), move |_| {
            let _tracked = &tracked;
            panic!("key")
        });
    assert!(catch_unwind(AssertUnwindSafe(|| publisher.subscribe(groups.subscriber()))).is_err());
    groups.assert_abandoned();
    leaks.assert_no_leaks();
}

#[test]
fn many_groups_are_counted_in_parallel_with_little_waiting() {
    for waiting in [1, 7, 100, 4096] {
        let counts = range(0..10_000u32)
            .fallible::<GroupError>()
            .group_by(capacity(100), capacity(waiting), |n| n % 100)
            .flat_map(capacity(100), |group| {
                let key = *group.key();
                group.fold(0, |count, _| count + 1).map(move |count| (key, count))
            });
        let mut counts = counts.collect::<Vec<_>>().block().unwrap();
        counts.sort_unstable();
        assert_eq!(counts, (0..100).map(|key| (key, 100)).collect::<Vec<_>>(), "{waiting}");
    }
}

#[test]
fn what_a_cancelled_group_leaves_of_a_burst_opens_another() {
    let pairs = range(0..200u32)
        .fallible::<GroupError>()
        .group_by(capacity(1), capacity(256), |_| 0)
        .flat_map(capacity(1), |group| group.take(2));
    let all = pairs.collect::<Vec<_>>().block().unwrap();
    assert_eq!(all, (0..200).collect::<Vec<_>>());
}

#[test]
fn too_small_a_concurrency_is_an_error_and_no_stall() {
    let counts = range(0..100u32)
        .fallible::<GroupError>()
        .group_by(capacity(10), capacity(16), |n| n % 10)
        .flat_map(capacity(2), |group| group.fold(0, |count, _| count + 1));
    let failed = counts.collect::<Vec<u32>>().block().unwrap_err();
    assert!(failed.to_string().contains("flat_map needs a concurrency"), "{failed}");
}

#[test]
fn the_recursion_is_bounded() {
    reactive_streams_test::on_small_stack(|| {
        let counts = Arc::new(Mutex::new(Vec::new()));
        let started = Arc::clone(&counts);
        range(0..100_000u32)
            .fallible::<GroupError>()
            .group_by(capacity(3), capacity(1), |n| n % 3)
            .for_each(move |group| {
                let count = group.fold(0, |count, _| count + 1).start();
                started.lock().unwrap().push(count);
            })
            .block()
            .unwrap();
        let counts = std::mem::take(&mut *counts.lock().unwrap()).into_iter();
        assert_eq!(counts.map(|count| count.block().unwrap()).sum::<u32>(), 100_000);
    });
}
