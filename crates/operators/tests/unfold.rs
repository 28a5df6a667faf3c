//! Tests of `unfold`, `from_fn`, `repeat_value`, `generate` and `unfold_async`.

use std::future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_fn, generate, repeat_value, unfold, unfold_async};
use reactive_streams_test::{StepVerifier, TestSubscriber, VirtualTime};

#[test]
fn a_step_for_each_element_that_is_requested() {
    StepVerifier::create(unfold(1u8, |n| Some((n, n.checked_mul(4)?))))
        .with_initial_demand(1)
        .expect_next(1)
        .expect_no_event()
        .then_request(9)
        .expect_next_sequence([4, 16])
        .verify_complete();
}

#[test]
fn an_unfold_is_over_after_its_end() {
    let mut over = false;
    let none = unfold((), move |()| {
        assert!(!std::mem::replace(&mut over, true), "called after the end");
        None::<(u8, ())>
    });
    StepVerifier::create(none).verify_complete();
}

#[test]
fn from_fn_ends_with_the_first_none() {
    let mut left = 3;
    let countdown = from_fn(move || {
        left -= 1;
        (left > 0).then_some(left)
    });
    StepVerifier::create(countdown).expect_next_sequence([2, 1]).verify_complete();
}

#[test]
fn a_value_is_repeated_as_often_as_requested() {
    StepVerifier::create(repeat_value("again"))
        .with_initial_demand(2)
        .expect_next_sequence(["again"; 2])
        .expect_no_event()
        .then_cancel()
        .verify();
}

fn up_to(n: u8) -> impl FnMut(&mut u8) -> Result<Option<u8>, &'static str> + Clone + Send {
    move |state| {
        *state += 1;
        match *state {
            7 => Err("seven"),
            state => Ok((state <= n).then_some(state)),
        }
    }
}

#[test]
fn generate_completes_and_fails_as_it_is_told() {
    StepVerifier::create(generate(0, up_to(2)))
        .with_initial_demand(1)
        .expect_next(1)
        .expect_no_event()
        .then_request(2)
        .expect_next(2)
        .verify_complete();
    StepVerifier::create(generate(5, up_to(9))).expect_next(6).expect_error_eq("seven").verify();
}

#[test]
fn a_clone_of_a_generator_has_a_state_of_its_own() {
    let generator = generate(0, up_to(1));
    StepVerifier::create(generator.clone()).expect_next(1).verify_complete();
    StepVerifier::create(generator).expect_next(1).verify_complete();
}

#[test]
fn a_panic_of_a_generator_drops_the_subscriber() {
    let subscriber = TestSubscriber::<u8, u8>::with_initial_demand(0).tolerating("1.4");
    generate((), |()| panic!("generate")).subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| subscriber.request(1))).is_err());
    subscriber.assert_abandoned();
}

#[test]
fn one_future_at_a_time() {
    let time = VirtualTime::new(1);
    let subscriber = TestSubscriber::with_initial_demand(1);
    let step = |n| future::ready((n < 3).then_some((n, n + 1)));
    unfold_async(1, &time, step).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.assert_values([1]).assert_not_terminated();
    subscriber.request(2);
    time.run_until_idle();
    subscriber.assert_values([1, 2]).assert_complete().verify();
}

#[test]
fn elements_of_an_unfold_are_fused() {
    let sum = unfold(1u64, |n| (n < 100).then_some((n, n + 1))).map(|n| n * 2).take(3);
    assert_eq!(sum.fold(0, |sum, n| sum + n).block(), Ok(12));
}
