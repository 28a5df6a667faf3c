//! Tests of `TestSubscriber`, and of the oracle underneath.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{BoxSubscriber, error, never, range};
use reactive_streams_test::{LeakCheck, StepVerifier, TestPublisher, TestSubscriber};
use support::{failure, message};

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(1);

#[test]
fn records_what_it_is_told() {
    let subscriber = TestSubscriber::with_initial_demand(2);
    range(0..3).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.take_log(), ["subscribe", "0", "1"]);
    subscriber.assert_subscribed().assert_values([0, 1]).assert_not_terminated();
    subscriber.request(1);
    assert_eq!(subscriber.take_log(), ["2", "complete"]);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "2", "complete"]);
    assert_eq!(subscriber.take_values(), [0, 1, 2]);
    subscriber.assert_values([]).assert_value_count(3).assert_complete();
    assert!(subscriber.is_dropped() && subscriber.is_terminated());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn an_error_is_recorded() {
    let subscriber = TestSubscriber::<u8, _>::new();
    error("broken").subscribe(subscriber.subscriber());
    subscriber.assert_error("broken").verify();
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
}

#[test]
fn hooks_request_and_cancel() {
    let subscriber = TestSubscriber::with_initial_demand(0)
        .on_subscribe(|subscription| subscription.request(Demand::ONE))
        .on_next(|n: &u32, subscription| match n {
            3 => subscription.cancel(),
            _ => subscription.request(Demand::ONE),
        });
    range(0..9).subscribe(subscriber.subscriber());
    subscriber.assert_values([0, 1, 2, 3]).verify();
}

#[test]
fn cancels_with_its_last_handle() {
    let source = TestPublisher::<u8, ()>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().subscribe(subscriber.subscriber());
    let clone = subscriber.clone();
    drop(subscriber);
    source.assert_not_cancelled();
    drop(clone);
    source.assert_cancelled();
}

#[test]
fn does_not_cancel_what_is_over() {
    let source = TestPublisher::<u8, ()>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().subscribe(subscriber.subscriber());
    source.complete();
    drop(subscriber);
    source.assert_not_cancelled();
}

#[test]
fn threads_are_waited_for() {
    let thread = ThreadScheduler::new("worker");
    let subscriber = TestSubscriber::with_initial_demand(3);
    range(0..5).publish_on(&thread, NonZeroUsize::MIN).subscribe(subscriber.subscriber());
    subscriber.await_count(3, LONG).assert_values([0, 1, 2]);
    subscriber.request(9);
    subscriber.await_end(LONG).assert_value_count(5).assert_complete().verify();
}

#[test]
fn waiting_ends_when_time_is_up() {
    let subscriber = TestSubscriber::<u8, Infallible>::new();
    never().subscribe(subscriber.subscriber());
    failure("await_count", || {
        subscriber.await_count(1, SHORT);
    });
    failure("await_end", || {
        subscriber.await_end(SHORT);
    });
}

#[test]
fn abandonment_is_asserted() {
    let source = TestPublisher::<u8, ()>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().map(|n| n).subscribe(subscriber.subscriber());
    failure("not_abandoned", || {
        subscriber.assert_abandoned();
    });
    source.abandon();
    subscriber.assert_abandoned().verify();
}

#[test]
fn assertions_fail_with_what_came() {
    let subscriber = TestSubscriber::with_initial_demand(2);
    range(0..3).fallible::<&str>().subscribe(subscriber.subscriber());
    failure("values", || {
        subscriber.assert_values([0, 2]);
    });
    failure("value_count", || {
        subscriber.assert_value_count(3);
    });
    failure("complete", || {
        subscriber.assert_complete();
    });
    failure("error", || {
        subscriber.assert_error("broken");
    });
    subscriber.request(9);
    failure("not_terminated", || {
        subscriber.assert_not_terminated();
    });
    failure("subscriber_twice", || drop(subscriber.subscriber()));
    failure("request_of_nothing", || subscriber.request(0));
}

#[test]
fn a_comparison_that_panics_leaves_it_usable() {
    #[derive(Debug)]
    struct Incomparable;
    impl PartialEq for Incomparable {
        fn eq(&self, _: &Self) -> bool {
            panic!("cannot compare")
        }
    }
    let source = TestPublisher::<Incomparable, ()>::new();
    let subscriber = TestSubscriber::new();
    source.publisher().subscribe(subscriber.subscriber());
    source.next(Incomparable);
    let compare = || {
        subscriber.assert_values([Incomparable]);
    };
    assert_eq!(message(compare), "cannot compare");
    source.complete();
    subscriber.assert_complete();
}

#[test]
fn nothing_is_kept_but_the_values() {
    let leaks = LeakCheck::new();
    let source = TestPublisher::new();
    let subscriber = TestSubscriber::<_, ()>::new();
    source.publisher().subscribe(subscriber.subscriber());
    source.next(leaks.track(1));
    assert_eq!(leaks.alive(), 1);
    drop(subscriber);
    leaks.assert_no_leaks();
}

// ===== the oracle =====

/// Breaks one rule, as `fault` says.
struct Faulty(fn(BoxSubscriber<u32, &'static str>, Arc<Demands>));

/// What a faulty publisher was asked for; nothing happens because of it.
#[derive(Default)]
struct Demands {
    kept: Mutex<Option<BoxSubscriber<u32, &'static str>>>,
}

impl Subscription for Demands {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

impl Publisher for Faulty {
    type Item = u32;
    type Error = &'static str;

    fn subscribe<S: Subscriber<u32, &'static str>>(self, subscriber: S) {
        (self.0)(BoxSubscriber::new(subscriber), Arc::default());
    }
}

const DEAF: Faulty = Faulty(|mut subscriber, demands| {
    subscriber.on_subscribe(demands);
    (1..4).for_each(|n| subscriber.on_next(n));
    subscriber.on_complete();
});

const RUDE: Faulty = Faulty(|subscriber, _| subscriber.on_complete());

const FORGETFUL: Faulty = Faulty(|mut subscriber, demands| {
    subscriber.on_subscribe(demands);
});

/// Keeps its subscriber for ever, cancel or not.
const STICKY: Faulty = Faulty(|mut subscriber, demands| {
    subscriber.on_subscribe(Arc::clone(&demands) as Arc<dyn Subscription>);
    *demands.kept.lock().unwrap() = Some(subscriber);
});

#[test]
fn a_breach_fails_the_test_when_the_subscriber_is_dropped() {
    failure("oracle_1_1", || {
        let subscriber = TestSubscriber::with_initial_demand(1);
        DEAF.subscribe(subscriber.subscriber());
        subscriber.assert_values([1, 2, 3]).assert_complete();
    });
    failure("oracle_1_9", || {
        let subscriber = TestSubscriber::new();
        RUDE.subscribe(subscriber.subscriber());
        subscriber.assert_complete();
    });
    failure("oracle_1_4", || FORGETFUL.subscribe(TestSubscriber::new().subscriber()));
}

#[test]
fn a_breach_that_is_provoked_is_tolerated() {
    let subscriber = TestSubscriber::with_initial_demand(1).tolerating("1.1");
    DEAF.subscribe(subscriber.subscriber());
    subscriber.assert_values([1, 2, 3]).assert_complete().verify();
    let unknown = message(|| drop(TestSubscriber::<u8, ()>::new().tolerating("9.9")));
    assert_eq!(unknown, "there is no rule 9.9: the rules are 1.1 to 4.2");
}

#[test]
fn what_is_owed_is_judged_by_verify() {
    let subscriber = TestSubscriber::new();
    STICKY.subscribe(subscriber.subscriber());
    subscriber.cancel();
    failure("oracle_3_13", || subscriber.verify());
    subscriber.tolerating("3.13").verify();
}

#[test]
fn a_test_that_fails_already_is_not_judged() {
    let failed = message(|| {
        let subscriber = TestSubscriber::with_initial_demand(0);
        DEAF.subscribe(subscriber.subscriber());
        panic!("the reason");
    });
    assert_eq!(failed, "the reason");
}

#[test]
fn the_verifier_judges_though_all_steps_were_as_expected() {
    failure("oracle_under_verifier", || {
        StepVerifier::create(DEAF).with_initial_demand(2).expect_next_count(3).verify_complete();
    });
    failure("oracle_under_verifier_that_fails", || {
        StepVerifier::create(DEAF).with_initial_demand(2).expect_next(2).verify_complete();
    });
    failure("oracle_under_verifier_cancel", || {
        StepVerifier::create(STICKY).then_cancel().verify();
    });
    failure("oracle_under_verifier_timeout", || {
        StepVerifier::create(STICKY).then_cancel().verify_timeout(SHORT);
    });
    StepVerifier::create(DEAF)
        .with_initial_demand(2)
        .tolerating("1.1")
        .expect_next_count(3)
        .verify_complete();
}
