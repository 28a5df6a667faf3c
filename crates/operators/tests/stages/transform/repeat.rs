use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, range};
use reactive_streams_test::{PublisherProbe, StepVerifier, TestSubscriber, on_small_stack};

#[test]
fn unmet_demand_moves_to_the_next_run() {
    let probe = PublisherProbe::new(range(0..2));
    let subscriber = TestSubscriber::with_initial_demand(3);
    probe.publisher().repeat(2).subscribe(subscriber.subscriber());
    subscriber.assert_values([0, 1, 0]).assert_not_terminated();
    assert_eq!(probe.log(), ["request 3", "request 1"]);
    subscriber.request(1);
    subscriber.assert_values([0, 1, 0, 1]).assert_complete().verify();
    assert_eq!(probe.subscriptions(), 2);
}

#[test]
fn none_subscribes_nothing() {
    let probe = PublisherProbe::new(range(0..2));
    StepVerifier::create(probe.publisher().repeat(0)).with_initial_demand(0).verify_complete();
    probe.assert_not_subscribed();
}

#[test]
fn an_error_is_not_repeated() {
    let probe = PublisherProbe::new(error::<u32, _>("broken"));
    let subscriber = TestSubscriber::with_initial_demand(3);
    probe.publisher().repeat(2).subscribe(subscriber.subscriber());
    subscriber.assert_values([]).assert_error("broken").verify();
    assert_eq!(probe.subscriptions(), 1);
}

#[test]
fn as_long_as_the_closure_says() {
    let mut runs = [true, true, false].into_iter();
    let repeated = range(0..1).repeat_while(move || runs.next().unwrap());
    assert_eq!(repeated.collect::<Vec<_>>().block().unwrap(), [0, 0, 0]);
}

#[test]
fn a_cycle_ends_with_a_run_that_gives_nothing() {
    StepVerifier::create(empty::<u32>().cycle()).with_initial_demand(1).verify_complete();
}

#[test]
fn cancel_ends_a_cycle() {
    let subscriber = TestSubscriber::with_initial_demand(5);
    range(0..2).cycle().subscribe(subscriber.subscriber());
    subscriber.assert_values([0, 1, 0, 1, 0]);
    subscriber.cancel();
    assert!(subscriber.is_dropped());
}

#[test]
fn a_million_runs_need_no_stack() {
    on_small_stack(|| {
        let count = empty::<u32>().repeat(1_000_000).count().block();
        assert_eq!(count, Ok(0));
        let count = range(0..1).repeat(1_000_000).count().block();
        assert_eq!(count, Ok(1_000_000));
    });
}
