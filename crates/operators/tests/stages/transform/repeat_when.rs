use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_operators::{Repeat, defer, range};
use reactive_streams_test::{TestPublisher, TestSubscriber};
use rstest::rstest;

const SECOND: Duration = Duration::from_secs(1);

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

/// The times at which a run has begun, in seconds.
fn begun(repeat: Repeat, gives: fn(usize) -> u32) -> Vec<u64> {
    let clock = Arc::new(DeterministicScheduler::new(1));
    let times = Arc::<Mutex<Vec<u64>>>::default();
    let (now, log) = (Arc::downgrade(&clock), Arc::clone(&times));
    let run = defer(move || {
        let mut times = log.lock().unwrap();
        times.push(now.upgrade().unwrap().now().as_secs());
        range(0..gives(times.len()))
    });
    let mut outcome = run.repeat_when(repeat.on(&*clock)).count().start();
    clock.advance(SECOND * 100);
    assert!(outcome.try_take().unwrap().is_ok());
    drop(outcome);
    let times = times.lock().unwrap();
    times.clone()
}

#[test]
fn a_specification_says_when_and_how_often() {
    assert_eq!(begun(Repeat::immediately(2), |_| 3), [0, 0, 0]);
    assert_eq!(begun(Repeat::fixed_delay(2, SECOND * 2), |_| 0), [0, 2, 4]);
    assert_eq!(begun(Repeat::backoff(4, SECOND).max_delay(SECOND * 3), |_| 1), [0, 1, 3, 6, 9]);
}

#[test]
fn a_specification_looks_at_what_the_last_run_gave() {
    // It asks until there is something.
    let until_found = Repeat::fixed_delay(9, SECOND).only_if(|given| *given == 0);
    assert_eq!(begun(until_found, |run| u32::from(run == 3)), [0, 1, 2]);
    // The delays begin anew after each run that has given something.
    let polling = Repeat::backoff(2, SECOND).in_a_row();
    assert_eq!(begun(polling, |run| u32::from(run == 3)), [0, 1, 3, 4, 6]);
}

#[test]
fn cancel_ends_the_wait_for_the_next_run() {
    let clock = DeterministicScheduler::new(1);
    let repeat = Repeat::fixed_delay(1, SECOND);
    let source = TestPublisher::<u32, ()>::new();
    let (first, subscriber) = (source.publisher(), TestSubscriber::new());
    let mut runs = Some(first).into_iter();
    let run = defer(move || runs.next().unwrap_or_else(|| panic!("a second run")));
    run.repeat_when(repeat.on(&clock)).subscribe(subscriber.subscriber());
    source.complete();
    subscriber.cancel();
    assert!(subscriber.is_dropped());
    clock.advance(SECOND);
    subscriber.assert_not_terminated();
}
