//! What is requested, what is sent, and in which order results come.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Sent, Unsent};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, from_iter};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use rstest::rstest;

use crate::manual::{Manual, receipts};

#[rstest]
#[case(1, 3, &["request 1", "request 1", "request 1", "request 1"])]
#[case(4, 2, &["request 4"])]
#[case(4, 9, &["request 4", "request 3", "request 3", "request 3"])]
#[case(8, 5, &["request 8"])]
#[case(8, 6, &["request 8", "request 6"])]
fn requests_the_window_and_what_has_been_delivered(
    #[case] window: usize,
    #[case] results: u32,
    #[case] expected: &[&str],
) {
    let (upstream, destination) = (TestPublisher::<u32, ()>::new(), Manual::new(window));
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = upstream.publisher().send_to(destination.clone(), |n| *n);
    receipts(sent).subscribe(subscriber.subscriber());
    for n in 1..=results {
        upstream.next(n);
        assert_eq!(destination.untold(), [n]);
        destination.sent(n);
    }
    assert_eq!(upstream.log(), expected);
    assert_eq!(subscriber.log().len(), 1 + results as usize);
}

#[test]
fn results_come_with_their_elements_in_the_order_of_these() {
    let (upstream, destination) = (TestPublisher::<u32, ()>::new(), Manual::new(4));
    let subscriber = TestSubscriber::new();
    upstream.publisher().send_to(destination.clone(), |n| n + 1).subscribe(subscriber.subscriber());
    (1..=4).for_each(|n| upstream.next(n));
    assert_eq!(destination.untold(), [2, 3, 4, 5]);
    destination.sent(5);
    destination.outcome(3).failed("too large");
    assert_eq!(subscriber.take_values(), []);
    destination.sent(2);
    assert_eq!(
        subscriber.take_values(),
        [Ok(Sent { element: 1, receipt: 20 }), Err(Unsent { element: 2, error: "too large" }),]
    );
    destination.sent(4);
    assert_eq!(
        subscriber.take_values(),
        [Ok(Sent { element: 3, receipt: 40 }), Ok(Sent { element: 4, receipt: 50 })]
    );
}

#[test]
fn results_wait_for_demand_in_their_places() {
    let (upstream, destination) = (TestPublisher::<u32, ()>::new(), Manual::new(2));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    let sent = upstream.publisher().send_to(destination.clone(), |n| *n);
    receipts(sent).subscribe(subscriber.subscriber());
    for n in [1, 2] {
        upstream.next(n);
        destination.sent(n);
    }
    assert_eq!(upstream.log(), ["request 2"]);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(1);
    assert_eq!(
        (upstream.log(), subscriber.take_log()),
        (vec!["request 2".into()], vec!["10".into()])
    );
    subscriber.request(1);
    assert_eq!(upstream.log(), ["request 2", "request 2"]);
    assert_eq!(subscriber.take_log(), ["20"]);
}

#[test]
fn what_was_not_requested_is_not_sent() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::ExceedDemand]);
    let destination = Manual::new(2);
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = upstream.publisher().send_to(destination.clone(), |n| *n);
    receipts(sent).subscribe(subscriber.subscriber());
    (1..=3).for_each(|n| upstream.next(n)); // §1.1
    assert_eq!(destination.untold(), [1, 2]);
}

#[test]
fn a_shared_destination_has_a_window_for_each_stream() {
    let destination = Arc::new(Manual::new(2));
    let subscribers = [(); 2].map(|()| TestSubscriber::<u32, _>::new());
    for (subscriber, first) in subscribers.iter().zip([1, 10]) {
        let sent = from_iter(first..first + 5).send_to(Arc::clone(&destination), |n| *n);
        receipts(sent).subscribe(subscriber.subscriber());
    }
    assert_eq!(destination.untold(), [1, 2, 10, 11]);
    for record in [2, 11, 10, 1] {
        destination.sent(record);
    }
    assert_eq!(subscribers[0].log(), ["subscribe", "10", "20"]);
    assert_eq!(subscribers[1].log(), ["subscribe", "100", "110"]);
}

#[test]
fn results_are_delivered_on_a_scheduler_if_they_are_to() {
    let (scheduler, destination) = (DeterministicScheduler::new(1), Manual::new(2));
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = from_iter(1..4).send_to(destination.clone(), |n| *n).results_on(&scheduler);
    receipts(sent).subscribe(subscriber.subscriber());
    destination.sent(1);
    assert_eq!(subscriber.log(), ["subscribe"]);
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "10"]);
    destination.sent(2);
    scheduler.run_until_idle();
    assert_eq!(destination.untold(), [3]);
}

#[test]
fn the_stream_can_fail_with_the_first_that_has_not_arrived() {
    let destination = Manual::new(4);
    let sent = from_iter(1..9).fallible::<&str>().send_to(destination.clone(), |n| *n);
    let receipts = sent.map_ok(|sent| sent.receipt).lift_results_with(|unsent| unsent.error);
    let mut receipts = receipts.collect::<Vec<_>>().start();
    destination.sent(1);
    destination.outcome(2).failed("no leader");
    assert_eq!(receipts.try_take().unwrap(), Err(SinkError::Upstream("no leader")));
}

/// What the test does next.
#[derive(Clone, Debug)]
enum Step {
    Request(u64),
    Tell { which: usize, arrives: bool },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let request = (1..4u64).prop_map(Step::Request);
    let tell =
        (any::<usize>(), any::<bool>()).prop_map(|(which, arrives)| Step::Tell { which, arrives });
    proptest::collection::vec(prop_oneof![request, tell], 0..200)
}

proptest! {
    /// Against a model that knows nothing of slots: results are what was told, in order, as far as it was
    /// told without a gap and wanted; and no more than the window is on its way or waits.
    #[test]
    fn gives_what_was_told(window in 1..7usize, steps in steps()) {
        let destination = Manual::new(window);
        let pulled = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&pulled);
        let upstream = from_iter(1..=60).inspect(move |_| *counter.lock().unwrap() += 1);
        let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
        receipts(upstream.send_to(destination.clone(), |n| *n)).subscribe(subscriber.subscriber());
        let (mut told, mut requested, mut got) = ([None; 60], 0, Vec::new());
        for step in steps {
            match step {
                Step::Request(n) => {
                    requested += usize::try_from(n).unwrap();
                    subscriber.request(n);
                }
                Step::Tell { which, arrives } => {
                    let untold = destination.untold();
                    if untold.is_empty() {
                        continue;
                    }
                    let record = untold[which % untold.len()];
                    told[record as usize - 1] = Some(if arrives { record } else { 0 });
                    destination.outcome(record).tell(if arrives { Ok(record) } else { Err("lost") });
                }
            }
            got.extend(subscriber.take_values());
            let known: Vec<u32> = told.iter().copied().map_while(|told| told).collect();
            prop_assert_eq!(&got[..], &known[..known.len().min(requested)]);
            prop_assert!(*pulled.lock().unwrap() <= got.len() + window);
            prop_assert!(*pulled.lock().unwrap() >= (got.len() + window - (window - window / 4)).min(60));
        }
    }
}
