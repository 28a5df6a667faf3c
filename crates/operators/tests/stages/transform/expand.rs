use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, once};
use reactive_streams_test::{LeakCheck, StepVerifier, TestPublisher, on_small_stack};
use rstest::rstest;

use crate::between;

#[rstest]
#[case::breadth_first(false, &["request 1", "request 1"])]
#[case::depth_first(true, &["request 1"])]
fn asks_the_one_that_has_its_turn(#[case] deep: bool, #[case] expected: &[&str]) {
    let children = TestPublisher::<u32, ()>::new();
    let mut made = Some(children.publisher());
    let mut next = move |_: &u32| made.take().expect("one element");
    let (source, subscriber) = between(2, move |head| {
        if deep { head.expand_deep(next).boxed() } else { head.expand(move |n| next(n)).boxed() }
    });
    source.next(1);
    subscriber.assert_values([1]);
    assert_eq!(source.log(), expected);
    assert_eq!(children.log().is_empty(), !deep);
    source.complete();
    children.assert_requests([1]);
    children.complete();
    subscriber.assert_complete().verify();
}

#[rstest]
fn an_error_of_any_is_the_end(#[values(true, false)] of_a_child: bool) {
    let children = TestPublisher::<u32, _>::new();
    let mut made = Some(children.publisher());
    let (source, subscriber) =
        between(2, |head| head.expand_deep(move |_| made.take().expect("one element")));
    source.next(1);
    let (failing, other) = if of_a_child { (&children, &source) } else { (&source, &children) };
    if of_a_child {
        failing.error("broken");
        other.assert_cancelled();
        subscriber.assert_error("broken").verify();
    } else {
        // It waits for its turn, and its end with it.
        failing.error("broken");
        subscriber.assert_not_terminated();
        children.complete();
        subscriber.assert_error("broken").verify();
    }
}

#[rstest]
fn cancel_drops_what_waits(#[values(true, false)] deep: bool) {
    let leaks = LeakCheck::new();
    let tracked = leaks.track(());
    let children = move |n: &u32| {
        from_iter([*n + 1, *n + 2]).inspect({
            let tracked = tracked.clone();
            move |_| drop(tracked.clone())
        })
    };
    let tree =
        if deep { once(0).expand_deep(children).boxed() } else { once(0).expand(children).boxed() };
    StepVerifier::create(tree).with_initial_demand(20).expect_next_count(20).then_cancel().verify();
    leaks.assert_no_leaks();
}

#[rstest]
fn no_depth_needs_a_stack(#[values(true, false)] deep: bool) {
    const DEPTH: u32 = 100_000;
    on_small_stack(move || {
        let next = |n: &u32| from_iter((*n < DEPTH).then_some(*n + 1));
        let count = if deep {
            once(1).expand_deep(next).count().block()
        } else {
            once(1).expand(next).count().block()
        };
        assert_eq!(count, Ok(u64::from(DEPTH)));
    });
}
