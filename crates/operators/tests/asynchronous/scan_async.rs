use std::future::ready;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::Failure;

#[test]
fn each_state_is_given_the_first_at_once() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) =
        (TestPublisher::<u32, Failure>::new(), TestSubscriber::with_initial_demand(2));
    let sums = upstream.publisher().scan_async(0, &scheduler, |sum, n| ready(sum + n));
    sums.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [0]);
    upstream.assert_requests([1]);
    upstream.next(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [1]);
    upstream.next(2);
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_not_terminated();
    downstream.request(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [3]);
    downstream.assert_complete().verify();
}

#[test]
fn an_error_is_passed_on() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let sums = upstream.publisher().scan_async(0, &scheduler, |sum, n| ready(sum + n));
    sums.subscribe(downstream.subscriber());
    upstream.error(Failure::Upstream);
    scheduler.run_until_idle();
    downstream.assert_values([0]).assert_error(Failure::Upstream).verify();
}
