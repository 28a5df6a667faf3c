//! Tests of `from_iter`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::{empty, from_iter, once, range};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked, on_small_stack};
use rstest::rstest;

#[rstest]
#[case(0, &["subscribe"])]
#[case(1, &["subscribe", "0"])]
#[case(2, &["subscribe", "0", "1"])]
#[case(3, &["subscribe", "0", "1", "2", "complete"])] // the range knows that it is exhausted
#[case(u64::MAX, &["subscribe", "0", "1", "2", "complete"])]
fn gives_what_is_requested(#[case] requested: u64, #[case] expected: &[&str]) {
    let subscriber = TestSubscriber::with_initial_demand(requested);
    range(0..3).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), expected);
}

#[test]
fn an_empty_one_completes_without_demand() {
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(0);
    empty().subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "complete"]);
    assert!(subscriber.is_dropped());
}

#[test]
fn one_value_needs_demand_for_one() {
    let subscriber = TestSubscriber::with_initial_demand(0);
    once('x').subscribe(subscriber.subscriber());
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    assert_eq!(subscriber.take_log(), ["'x'", "complete"]);
}

#[test]
fn takes_no_item_that_is_not_requested() {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&taken);
    let subscriber = TestSubscriber::with_initial_demand(2);
    from_iter(std::iter::from_fn(move || Some(counter.fetch_add(1, Ordering::Relaxed))))
        .subscribe(subscriber.subscriber());
    assert_eq!(taken.load(Ordering::Relaxed), 2);
    subscriber.request(3);
    assert_eq!(taken.load(Ordering::Relaxed), 5);
    subscriber.cancel();
}

#[test]
fn completes_with_the_next_request_if_the_end_is_not_known() {
    let mut left = 1;
    let subscriber = TestSubscriber::with_initial_demand(1);
    let items = std::iter::from_fn(move || (left > 0).then(|| left -= 1));
    from_iter(items).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "()"]);
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe", "()", "complete"]);
}

#[test]
fn a_million_requested_one_by_one_need_no_stack() {
    on_small_stack(|| {
        let count = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&count);
        let subscriber = TestSubscriber::with_initial_demand(1);
        let subscriber = subscriber.on_next(move |_: &(), subscription| {
            counter.fetch_add(1, Ordering::Relaxed);
            subscription.request(Demand::ONE);
        });
        from_iter(std::iter::repeat_n((), 1_000_000)).subscribe(subscriber.subscriber());
        assert_eq!(count.load(Ordering::Relaxed), 1_000_000);
        assert_eq!(subscriber.log().last().unwrap(), "complete");
    });
}

#[test]
fn demand_adds_up_past_the_largest_number() {
    let subscriber = TestSubscriber::with_initial_demand(0);
    let subscriber = subscriber.on_subscribe(|subscription| {
        subscription.request(Demand::of(u64::MAX - 1));
        subscription.request(Demand::of(u64::MAX - 1));
    });
    range(0..2).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "complete"]);
}

/// When to cancel.
#[derive(Clone, Copy, PartialEq)]
enum At {
    OnSubscribe,
    OnNext,
    Outside,
    OtherThread,
}

#[rstest]
#[case(At::OnSubscribe, &["subscribe"])]
#[case(At::OnNext, &["subscribe", "()"])]
#[case(At::Outside, &["subscribe", "()", "()"])]
#[case(At::OtherThread, &["subscribe", "()", "()"])]
fn cancel_drops_everything(#[case] at: At, #[case] expected: &[&str]) {
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(2).on_subscribe(move |subscription| {
        if at == At::OnSubscribe {
            subscription.cancel();
        }
    });
    let subscriber = subscriber.on_next(move |_: &Tracked<()>, subscription| {
        if at == At::OnNext {
            subscription.cancel();
        }
    });
    from_iter(vec![leaks.track(()); 10]).subscribe(subscriber.subscriber());
    match at {
        At::Outside => subscriber.cancel(),
        At::OtherThread => std::thread::scope(|scope| drop(scope.spawn(|| subscriber.cancel()))),
        At::OnSubscribe | At::OnNext => {}
    }
    assert_eq!(subscriber.log(), expected);
    assert!(subscriber.is_dropped());
    drop(subscriber.take_values());
    leaks.assert_no_leaks();
    subscriber.request(1); // §3.6
    subscriber.cancel(); // §3.7
    assert_eq!(subscriber.log(), expected);
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn the_end_drops_everything() {
    let subscriber = TestSubscriber::<u8, _>::new();
    range(0..1).subscribe(subscriber.subscriber());
    subscriber.request(1);
    subscriber.cancel();
    assert_eq!(subscriber.log(), ["subscribe", "0", "complete"]);
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_panic_of_the_subscriber_ends_it() {
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(2);
    let subscriber = subscriber.on_next(|_: &Tracked<()>, _| panic!("on_next"));
    let publisher = from_iter(vec![leaks.track(()); 10]);
    assert!(
        catch_unwind(AssertUnwindSafe(|| publisher.subscribe(subscriber.subscriber()))).is_err()
    );
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    subscriber.request(1);
    subscriber.cancel();
    assert_eq!(subscriber.log(), ["subscribe", "()"]);
}

#[test]
fn a_panic_of_the_iterator_drops_the_subscriber() {
    let subscriber = TestSubscriber::<(), _>::with_initial_demand(0);
    from_iter(std::iter::from_fn(|| -> Option<()> { panic!("next") }))
        .subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| subscriber.request(1))).is_err());
    subscriber.assert_abandoned();
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe"]);
}
