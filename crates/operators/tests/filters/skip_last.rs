use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{LeakCheck, StepVerifier};

use super::between;

#[test]
fn holds_so_many_back() {
    let leaks = LeakCheck::new();
    let (source, subscriber) = between(2, |head| head.skip_last(2));
    (1..4).for_each(|n| source.next(leaks.track(n)));
    assert_eq!(subscriber.take_values().iter().map(|n| **n).collect::<Vec<_>>(), [1]);
    assert_eq!(leaks.alive(), 2);
    source.assert_requests([4]);
    source.complete();
    subscriber.assert_values([]).assert_complete().verify();
    leaks.assert_no_leaks();
}

#[test]
fn of_a_burst_it_takes_what_it_holds_back_as_well() {
    StepVerifier::create(range(0..5u32).skip_last(3).hide())
        .with_initial_demand(1)
        .expect_next(0)
        .expect_no_event()
        .then_request(1)
        .expect_next(1)
        .then_request(1)
        .verify_complete();
}

#[test]
fn none_is_none() {
    let (source, subscriber) = between(1, |head| head.skip_last(0));
    source.next(1);
    subscriber.assert_values([1]);
    source.assert_requests([1]);
}
