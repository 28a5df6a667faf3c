//! Tests of `using_when`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::{Ended, using_when};
use reactive_streams_test::{TestPublisher, TestSubscriber};

type Source = TestPublisher<u32, u8>;

struct Parts {
    resource: Source,
    main: Source,
    release: Source,
    subscriber: TestSubscriber<u32, u8>,
    /// What the release was told.
    told: Arc<Mutex<Vec<String>>>,
}

impl Parts {
    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }
}

fn by_hand(subscriber: TestSubscriber<u32, u8>) -> Parts {
    let [resource, main, release] = [(); 3].map(|()| Source::new());
    let told = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&told);
    let (elements, released) = (main.publisher(), release.publisher());
    using_when(
        resource.publisher(),
        |_resource| elements,
        move |resource, ended: Ended<'_, u8>| {
            let word = format!("{resource} {ended:?}");
            log.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(word);
            released
        },
    )
    .subscribe(subscriber.subscriber());
    Parts { resource, main, release, subscriber, told }
}

#[test]
fn completion_waits_for_the_release() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.assert_requests([1]);
    it.main.assert_not_subscribed();
    it.resource.next(5);
    it.resource.assert_cancelled();
    it.main.assert_requests([2]);
    it.main.emit([1]);
    assert_eq!(it.told(), ["5 Complete"]);
    it.release.assert_requests([u64::MAX]);
    it.release.next(0);
    it.subscriber.assert_values([1]).assert_not_terminated();
    it.release.complete();
    it.subscriber.assert_values([1]).assert_complete().verify();
}

#[test]
fn an_error_waits_for_the_release_and_counts_more_than_its_failure() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.next(5);
    it.main.error(7);
    assert_eq!(it.told(), ["5 Error(7)"]);
    it.subscriber.assert_not_terminated();
    it.release.error(8);
    it.subscriber.assert_error(7).verify();
}

#[test]
fn a_failure_of_the_release_is_the_error_of_a_stream_that_completed() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.next(5);
    it.main.complete();
    it.release.error(8);
    it.subscriber.assert_error(8).verify();
}

#[test]
fn cancel_releases_and_nobody_waits() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.next(5);
    it.subscriber.cancel();
    it.main.assert_cancelled();
    assert_eq!(it.told(), ["5 Cancel"]);
    it.subscriber.verify();
    it.release.assert_requests([u64::MAX]);
    it.release.complete();
}

#[test]
fn a_panic_of_the_subscriber_releases() {
    let it = by_hand(TestSubscriber::new().on_next(|_, _| panic!("on_next")));
    it.resource.next(5);
    assert!(catch_unwind(AssertUnwindSafe(|| it.main.next(1))).is_err());
    assert_eq!(it.told(), ["5 Cancel"]);
}

#[test]
fn without_a_resource_there_is_nothing_to_release() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.complete();
    it.main.assert_not_subscribed();
    it.subscriber.assert_complete().verify();
    assert!(it.told().is_empty());

    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.resource.error(6);
    it.subscriber.assert_error(6).verify();
    assert!(it.told().is_empty());
}

#[test]
fn cancel_before_there_is_a_resource_cancels_the_wait_for_it() {
    let it = by_hand(TestSubscriber::with_initial_demand(2));
    it.subscriber.cancel();
    it.resource.assert_cancelled();
    it.subscriber.verify();
    assert!(it.told().is_empty());
}
