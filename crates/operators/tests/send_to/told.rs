//! When and where outcomes are told.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::delivery::{Destination, Outcome};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, range};
use reactive_streams_test::{TestPublisher, TestSubscriber, on_small_stack};
use rstest::rstest;

use crate::manual::{Manual, receipts};

/// Tells inside `send`.
struct AtOnce(usize);

impl Destination for AtOnce {
    type Record = u32;
    type Receipt = u32;
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::new(self.0).unwrap()
    }

    fn send(&self, record: u32, outcome: Outcome<u32, Infallible>) {
        outcome.sent(record);
    }
}

#[rstest]
fn a_million_told_at_once_need_no_stack(#[values(1, 256)] window: usize) {
    on_small_stack(|| {
        let sent = range(0..1_000_000u32).send_to(AtOnce(window), |n| *n);
        let receipts = sent.map(|result| result.unwrap().receipt);
        assert_eq!(receipts.fold(0, |sum, n| sum + u64::from(n)).block(), Ok(499_999_500_000));
    });
}

#[test]
fn a_million_told_at_once_and_requested_one_by_one_need_no_stack() {
    on_small_stack(|| {
        let subscriber = TestSubscriber::with_initial_demand(1);
        let subscriber =
            subscriber.on_next(|_: &u32, subscription| subscription.request(Demand::ONE));
        range(0..1_000_000u32)
            .send_to(AtOnce(4), |n| *n)
            .map(|result| result.unwrap().receipt)
            .filter(|n| n % 1000 == 0)
            .subscribe(subscriber.subscriber());
        assert_eq!(subscriber.log().len(), 1002);
    });
}

/// Tells on as many threads as there are, a record on each in turn.
struct Threads {
    threads: Vec<Sender<(u32, Outcome<u32, Infallible>)>>,
    next: Mutex<usize>,
}

impl Destination for Threads {
    type Record = u32;
    type Receipt = u32;
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::new(32).unwrap()
    }

    fn send(&self, record: u32, outcome: Outcome<u32, Infallible>) {
        let mut next = self.next.lock().unwrap();
        *next = (*next + 1) % self.threads.len();
        self.threads[*next].send((record, outcome)).unwrap();
    }
}

#[test]
fn told_by_many_threads_they_are_in_order() {
    let threads: Vec<_> = [(); 4]
        .iter()
        .map(|()| {
            let (sender, receiver) = channel::<(u32, Outcome<u32, Infallible>)>();
            let tell = move || receiver.iter().for_each(|(record, outcome)| outcome.sent(record));
            (sender, thread::spawn(tell))
        })
        .collect();
    let (senders, threads): (Vec<_>, Vec<_>) = threads.into_iter().unzip();
    let destination = Threads { threads: senders, next: Mutex::new(0) };
    let sent = range(0..100_000u32).send_to(destination, |n| *n);
    let pairs = sent.map(|result| result.map(|sent| (sent.element, sent.receipt)).unwrap());
    let pairs = pairs.collect::<Vec<_>>().block().unwrap();
    assert!(pairs.iter().copied().eq((0..100_000).map(|n| (n, n))));
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn told_together_they_are_delivered_together() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let (upstream, destination) = (TestPublisher::<u32, ()>::new(), Manual::new(8));
    let seen = Arc::clone(&log);
    let subscriber = TestSubscriber::<u32, _>::new()
        .on_next(move |n, _| seen.lock().unwrap().push(format!("delivered {n}")));
    let sent = upstream.publisher().send_to(destination.clone(), |n| *n);
    receipts(sent).subscribe(subscriber.subscriber());
    (1..=3).for_each(|n| upstream.next(n));
    let told = (1..=3).map(|n| {
        log.lock().unwrap().push(format!("told {n}"));
        (destination.outcome(n), Ok(n))
    });
    Outcome::tell_all(told);
    let log = log.lock().unwrap();
    let expected = ["told 1", "told 2", "told 3", "delivered 1", "delivered 2", "delivered 3"];
    assert_eq!(*log, expected);
}

#[test]
fn told_together_every_stream_goes_on() {
    let destination = Manual::new(2);
    let subscribers = [(); 2].map(|()| TestSubscriber::<u32, _>::new());
    for (subscriber, record) in subscribers.iter().zip([1, 2]) {
        let sent = from_iter([record]).send_to(destination.clone(), |n| *n);
        receipts(sent).subscribe(subscriber.subscriber());
    }
    Outcome::tell_all([(destination.outcome(2), Ok(2)), (destination.outcome(1), Err("lost"))]);
    assert_eq!(subscribers[0].log(), ["subscribe", "0", "complete"]);
    assert_eq!(subscribers[1].log(), ["subscribe", "2", "complete"]);
}
