use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::TestSubscriber;

use super::support::capacity;
use super::{Desk, Failure, Operator, Scene, scene};

#[test]
fn one_for_each_key_is_in_flight() {
    let scheduler = DeterministicScheduler::new(7);
    let (desk, downstream) = (Desk::default(), TestSubscriber::<u32, Failure>::new());
    let ask = {
        let desk = desk.clone();
        move |name| desk.ask(name)
    };
    let key = |n: &u32| n % 2;
    let mapped = range(1..5).fallible().map_async_partitioned(capacity(4), &scheduler, key, ask);
    mapped.subscribe(downstream.subscriber());
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2]);
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2, 4]);
    desk.answer(4);
    desk.answer(1);
    scheduler.run_until_idle();
    desk.answer(3);
    scheduler.run_until_idle();
    assert_eq!(downstream.log(), ["subscribe", "10", "20", "30", "40", "complete"]);
}

#[test]
fn without_an_order_keys_do_not_wait_for_each_other() {
    let Scene { scheduler, desk, upstream, downstream } = scene(Operator::PartitionedUnordered, 9);
    upstream.next(1);
    upstream.next(2);
    scheduler.run_until_idle();
    desk.answer(2);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [20]);
    upstream.next(11); // of the same key as 1
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2]);
    desk.answer(1);
    scheduler.run_until_idle();
    assert_eq!(desk.asked(), [1, 2, 11]);
    desk.answer(11);
    scheduler.run_until_idle();
    assert_eq!(downstream.take_values(), [10, 110]);
}
