use std::sync::{Arc, Mutex};

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;

fn repeated(
    notifier: &TestPublisher<(), &'static str>,
    demand: u64,
) -> (TestSubscriber<u32, &'static str>, Arc<Mutex<Vec<u64>>>) {
    let given = Arc::<Mutex<Vec<_>>>::default();
    let (seen, mut notifiers) = (Arc::clone(&given), Some(notifier.publisher()).into_iter());
    let subscriber = TestSubscriber::with_initial_demand(demand);
    range(0..2)
        .fallible()
        .repeat_when(move |received| {
            seen.lock().unwrap().push(received);
            notifiers.next()
        })
        .subscribe(subscriber.subscriber());
    (subscriber, given)
}

#[rstest]
fn begins_again_with_the_signal(#[values(true, false)] by_element: bool) {
    let notifier = TestPublisher::new();
    let (subscriber, given) = repeated(&notifier, 9);
    subscriber.assert_values([0, 1]).assert_not_terminated();
    notifier.assert_requests([1]);
    if by_element {
        notifier.next(());
        notifier.assert_cancelled();
    } else {
        notifier.complete();
    }
    subscriber.assert_values([0, 1, 0, 1]).assert_complete().verify();
    assert_eq!(*given.lock().unwrap(), [2, 2]);
}

#[test]
fn an_error_of_the_notifier_is_the_end() {
    let notifier = TestPublisher::new();
    let (subscriber, _) = repeated(&notifier, 9);
    notifier.error("broken");
    subscriber.assert_values([0, 1]).assert_error("broken").verify();
}

#[test]
fn cancel_goes_to_the_notifier() {
    let notifier = TestPublisher::new();
    let (subscriber, _) = repeated(&notifier, 9);
    subscriber.cancel();
    notifier.assert_cancelled();
    assert!(subscriber.is_dropped());
}
