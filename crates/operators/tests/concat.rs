//! Tests of `concat`.

use std::cell::Cell;
use std::iter;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{concat, empty, range};
use reactive_streams_test::{StepVerifier, TestPublisher, TestSubscriber, on_small_stack};

#[test]
fn one_after_another() {
    StepVerifier::create(concat([range(0..2), range(0..0), range(5..7)]))
        .with_initial_demand(1)
        .expect_next(0)
        .expect_no_event()
        .then_request(2)
        .expect_next_sequence([1, 5])
        .then_request(1)
        .expect_next(6)
        .verify_complete();
}

#[test]
fn of_none_completes_without_demand() {
    let subscriber = TestSubscriber::with_initial_demand(0);
    concat(Vec::<TestPublisher<u8, u8>>::new().into_iter().map(|source| source.publisher()))
        .subscribe(subscriber.subscriber());
    subscriber.assert_complete().verify();
}

#[test]
fn a_publisher_is_made_when_it_is_its_turn() {
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let parts = (0..3u32).map(move |n| {
        count.fetch_add(1, Ordering::Relaxed);
        range(n..n + 1)
    });
    let made = move || made.load(Ordering::Relaxed);
    let seen = Rc::new(Cell::new(0));
    let look = Rc::clone(&seen);
    StepVerifier::create(concat(parts))
        .with_initial_demand(1)
        .expect_next(0)
        .then(move || look.set(made()))
        .then_cancel()
        .verify();
    assert_eq!(seen.get(), 2, "the end of the first is known, and so the second has its turn");
}

#[test]
fn an_error_drops_the_rest() {
    let sources = [TestPublisher::<u8, u8>::new(), TestPublisher::new(), TestPublisher::new()];
    let subscriber = TestSubscriber::new();
    concat(sources.each_ref().map(TestPublisher::publisher)).subscribe(subscriber.subscriber());
    sources[0].emit([1]);
    sources[1].error(9);
    sources[2].assert_not_subscribed();
    subscriber.assert_values([1]).assert_error(9).verify();
}

#[test]
fn a_million_empty_publishers_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::<u8, _>::with_initial_demand(1);
        let nothing = iter::repeat_n((), 1_000_000).map(|()| empty().into_flux().hide());
        concat(nothing).subscribe(subscriber.subscriber());
        subscriber.assert_values([]).assert_complete().verify();
    });
}

#[test]
fn an_error_waits_if_so_told() {
    let sources = [TestPublisher::<u8, u8>::new(), TestPublisher::new()];
    let subscriber = TestSubscriber::new();
    let publishers = sources.each_ref().map(TestPublisher::publisher);
    concat(publishers).delay_errors().subscribe(subscriber.subscriber());
    sources[0].error(9);
    sources[1].emit([1]);
    subscriber.assert_values([1]).assert_error(9).verify();
}
