//! Tests of `from_iter`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::{empty, from_iter, once, range};
use rstest::rstest;
use support::{Alive, on_small_stack, recorder};

#[rstest]
#[case(0, &["subscribe"])]
#[case(1, &["subscribe", "0"])]
#[case(2, &["subscribe", "0", "1"])]
#[case(3, &["subscribe", "0", "1", "2", "complete"])] // the range knows that it is exhausted
#[case(u64::MAX, &["subscribe", "0", "1", "2", "complete"])]
fn gives_what_is_requested(#[case] requested: u64, #[case] expected: &[&str]) {
    let (recorder, probe) = recorder(requested);
    range(0..3).subscribe(recorder);
    assert_eq!(probe.log(), expected);
}

#[test]
fn an_empty_one_completes_without_demand() {
    let (recorder, probe) = recorder::<u8>(0);
    empty().subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "complete"]);
    assert!(probe.is_dropped());
}

#[test]
fn one_value_needs_demand_for_one() {
    let (recorder, probe) = recorder(0);
    once('x').subscribe(recorder);
    assert_eq!(probe.news(), ["subscribe"]);
    probe.request(1);
    assert_eq!(probe.log(), ["'x'", "complete"]);
}

#[test]
fn takes_no_item_that_is_not_requested() {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&taken);
    let (recorder, probe) = recorder(2);
    from_iter(std::iter::from_fn(move || Some(counter.fetch_add(1, Ordering::Relaxed))))
        .subscribe(recorder);
    assert_eq!(taken.load(Ordering::Relaxed), 2);
    probe.request(3);
    assert_eq!(taken.load(Ordering::Relaxed), 5);
    probe.cancel();
}

#[test]
fn completes_with_the_next_request_if_the_end_is_not_known() {
    let mut left = 1;
    let (recorder, probe) = recorder(1);
    let items = std::iter::from_fn(move || (left > 0).then(|| left -= 1));
    from_iter(items).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "()"]);
    probe.request(1);
    assert_eq!(probe.log(), ["subscribe", "()", "complete"]);
}

#[test]
fn a_million_requested_one_by_one_need_no_stack() {
    on_small_stack(|| {
        let count = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&count);
        let (recorder, probe) = recorder(1);
        let recorder = recorder.on_next(move |_: &(), subscription| {
            counter.fetch_add(1, Ordering::Relaxed);
            subscription.request(Demand::ONE);
        });
        from_iter(std::iter::repeat_n((), 1_000_000)).subscribe(recorder);
        assert_eq!(count.load(Ordering::Relaxed), 1_000_000);
        assert_eq!(probe.log().last().unwrap(), "complete");
    });
}

#[test]
fn demand_adds_up_past_the_largest_number() {
    let (recorder, probe) = recorder(0);
    let recorder = recorder.on_subscribe(|subscription| {
        subscription.request(Demand::of(u64::MAX - 1));
        subscription.request(Demand::of(u64::MAX - 1));
    });
    range(0..2).subscribe(recorder);
    assert_eq!(probe.log(), ["subscribe", "0", "1", "complete"]);
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
#[case(At::OnNext, &["subscribe", "Alive(())"])]
#[case(At::Outside, &["subscribe", "Alive(())", "Alive(())"])]
#[case(At::OtherThread, &["subscribe", "Alive(())", "Alive(())"])]
fn cancel_drops_everything(#[case] at: At, #[case] expected: &[&str]) {
    let alive = Alive::default();
    let (recorder, probe) = recorder(2);
    let recorder = recorder.on_subscribe(move |subscription| {
        subscription.request(Demand::of(2));
        if at == At::OnSubscribe {
            subscription.cancel();
        }
    });
    let recorder = recorder.on_next(move |_: &Alive, subscription| {
        if at == At::OnNext {
            subscription.cancel();
        }
    });
    from_iter(vec![alive.clone(); 10]).subscribe(recorder);
    match at {
        At::Outside => probe.cancel(),
        At::OtherThread => std::thread::scope(|scope| drop(scope.spawn(|| probe.cancel()))),
        At::OnSubscribe | At::OnNext => {}
    }
    assert_eq!(probe.log(), expected);
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    probe.request(1); // §3.6
    probe.cancel(); // §3.7
    assert_eq!(probe.log(), expected);
    assert!(!probe.subscription_leaks());
}

#[test]
fn the_end_drops_everything() {
    let (recorder, probe) = recorder::<u8>(u64::MAX);
    range(0..1).subscribe(recorder);
    probe.request(1);
    probe.cancel();
    assert_eq!(probe.log(), ["subscribe", "0", "complete"]);
    assert!(probe.is_dropped());
    assert!(!probe.subscription_leaks());
}

#[test]
fn a_panic_of_the_subscriber_ends_it() {
    let alive = Alive::default();
    let (recorder, probe) = recorder(2);
    let recorder = recorder.on_next(|_: &Alive, _| panic!("on_next"));
    let publisher = from_iter(vec![alive.clone(); 10]);
    assert!(catch_unwind(AssertUnwindSafe(|| publisher.subscribe(recorder))).is_err());
    assert!(probe.is_dropped());
    assert_eq!(alive.others(), 0);
    probe.request(1);
    probe.cancel();
    assert_eq!(probe.log(), ["subscribe", "Alive(())"]);
}

#[test]
fn a_panic_of_the_iterator_drops_the_subscriber() {
    let (recorder, probe) = recorder::<()>(0);
    from_iter(std::iter::from_fn(|| -> Option<()> { panic!("next") })).subscribe(recorder);
    assert!(catch_unwind(AssertUnwindSafe(|| probe.request(1))).is_err());
    assert!(probe.is_dropped());
    probe.request(1);
    assert_eq!(probe.log(), ["subscribe"]);
}
