use std::future::ready;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::Failure;
use super::support::capacity;

#[test]
fn what_is_left_out_is_asked_for_again() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) =
        (TestPublisher::<u32, Failure>::new(), TestSubscriber::with_initial_demand(1));
    let odd = upstream.publisher().filter_when(capacity(2), &scheduler, |n| ready(n % 2 == 1));
    odd.subscribe(downstream.subscriber());
    (2..4).for_each(|n| upstream.next(n));
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [3]);
    assert_eq!(upstream.requested(), 4);
    upstream.next(4);
    upstream.next(5); // waits for demand
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_not_terminated();
    downstream.request(1);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [5]);
    downstream.assert_complete();
}
