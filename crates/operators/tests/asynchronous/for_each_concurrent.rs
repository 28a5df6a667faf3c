use std::future::{self, ready};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::Failure;
use super::support::capacity;

#[test]
fn it_is_done_when_all_futures_are() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let all = upstream.publisher().for_each_concurrent(capacity(2), &scheduler, |_| ready(()));
    all.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    upstream.assert_requests([2]);
    upstream.next(1);
    scheduler.run_until_idle();
    assert_eq!(upstream.requested(), 3);
    upstream.complete();
    scheduler.run_until_idle();
    downstream.assert_values([()]).assert_complete().verify();
}

#[test]
fn an_error_does_not_wait_for_the_futures() {
    let scheduler = DeterministicScheduler::new(7);
    let (upstream, downstream) = (TestPublisher::<u32, Failure>::new(), TestSubscriber::new());
    let endless = |_| future::pending::<()>();
    let all = upstream.publisher().for_each_concurrent(capacity(2), &scheduler, endless);
    all.subscribe(downstream.subscriber());
    upstream.next(1);
    scheduler.run_until_idle();
    upstream.error(Failure::Upstream);
    scheduler.run_until_idle();
    downstream.assert_error(Failure::Upstream).verify();
}
