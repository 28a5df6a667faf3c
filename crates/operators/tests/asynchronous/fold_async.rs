use std::future::ready;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::Failure;

#[test]
fn one_element_after_another_makes_one_value() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) =
        (TestPublisher::<u32, Failure>::new(), TestSubscriber::with_initial_demand(0));
    let sum = upstream.publisher().fold_async(0, &scheduler, |sum, n| ready(sum + n));
    sum.subscribe(downstream.subscriber());
    for n in 1..4 {
        assert_eq!(upstream.requested(), u64::from(n));
        upstream.next(n);
        scheduler.run_until_idle();
    }
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_values([]).assert_not_terminated();
    downstream.request(1);
    scheduler.run_until_idle();
    downstream.assert_values([6]).assert_complete().verify();
}

#[test]
fn of_nothing_it_is_what_it_began_with() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let sum = upstream.publisher().fold_async(7, &scheduler, |sum, n| ready(sum + n));
    sum.subscribe(downstream.subscriber());
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_values([7]).assert_complete().verify();
}

#[test]
fn an_error_is_the_end() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let sum = upstream.publisher().fold_async(7, &scheduler, |sum, n| ready(sum + n));
    sum.subscribe(downstream.subscriber());
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.error(Failure::Upstream);
    scheduler.run_until_idle();
    downstream.assert_values([]).assert_error(Failure::Upstream).verify();
}
