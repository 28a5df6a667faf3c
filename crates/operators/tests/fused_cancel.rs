//! Tests that a stream that gives nothing for ever can be cancelled, fused or not.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::convert::Infallible;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::source::FromIter;
use reactive_streams_operators::{Outcome, from_iter, once, range};
use reactive_streams_test::{Scripted, TestPublisher, TestSubscriber};
use rstest::rstest;
use support::capacity;

const LONG: Duration = Duration::from_secs(30);

/// Counts for ever, and says when it is under way.
struct Endless {
    under_way: Option<Box<dyn FnOnce() + Send>>,
    n: u64,
}

impl Iterator for Endless {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.n += 1;
        if self.n == 1000 {
            self.under_way.take().map(thread::spawn);
        }
        Some(self.n)
    }
}

fn numbers(under_way: impl FnOnce() + Send + 'static) -> Numbers {
    from_iter(Endless { under_way: Some(Box::new(under_way)), n: 0 })
}

type Numbers = FromIter<Endless>;
type Other = Scripted<u64, Infallible>;
type Recorder = TestSubscriber<u64, Infallible>;

fn on_thread<P>(publisher: P, to: Recorder)
where
    P: Publisher<Item = u64, Error = Infallible>,
{
    let thread = ThreadScheduler::new("fused");
    publisher.publish_on(&thread, capacity(4)).subscribe(to.subscriber());
    to.await_end(LONG); // because of the cancel
    drop(thread); // waits for the task
}

/// `subscribe` has to return in the end, and the subscriber has to be dropped.
#[rstest]
#[case::publish_on(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false), to))]
#[case::take(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false).take(3), to))]
#[case::map_err(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false).fallible(), to))]
#[case::skip_while(|numbers: Numbers, to: Recorder| on_thread(numbers.skip_while(|_| true), to))]
#[case::inspect(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false).inspect(|_| {}), to))]
#[case::retry(|numbers: Numbers, to: Recorder| on_thread(from_iter(0..2).filter(|_| false).retry(1).chain(numbers.filter(|_| false)), to))]
#[case::buffer_until(|numbers: Numbers, to: Recorder| on_thread(numbers.buffer_until(|_| false).map(|_| 0), to))]
#[case::chunks(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false).chunks(capacity(2)).map(|_| 0), to))]
#[case::fold(|numbers: Numbers, to: Recorder| on_thread(numbers.fold(0, |sum, _| sum), to))]
#[case::sorted(|numbers: Numbers, to: Recorder| on_thread(numbers.map(|_| ()).sorted().map(|()| 0), to))]
#[case::intersperse(|numbers: Numbers, to: Recorder| on_thread(numbers.filter(|_| false).intersperse(0), to))]
#[case::chain(|numbers: Numbers, to: Recorder| on_thread(from_iter([]).chain(numbers.filter(|_| false)), to))]
#[case::switch_if_empty(|numbers: Numbers, to: Recorder| on_thread(from_iter([]).switch_if_empty(numbers.filter(|_| false)), to))]
#[case::empty_iterators(|numbers: Numbers, to: Recorder| on_thread(numbers.flat_map_iter(|_| None), to))]
#[case::concat_of_nothing(|numbers: Numbers, to: Recorder| on_thread(numbers.concat_map(|_| from_iter(None)), to))]
#[case::merge_of_nothing(|numbers: Numbers, to: Recorder| on_thread(numbers.flat_map(capacity(2), |_| from_iter(None)), to))]
#[case::mono(|numbers: Numbers, to: Recorder| {
    let mut numbers = Some(numbers);
    on_thread(once(1).flat_map(move |_| numbers.take().unwrap().fold(0, |sum, _| sum)), to);
})]
#[case::share(|numbers: Numbers, to: Recorder| numbers.filter(|_| false).share(capacity(4)).subscribe(to.subscriber()))]
#[case::zip(|numbers: Numbers, to: Recorder| {
    numbers.filter(|_| false).zip(range(0..9)).map(|(n, _)| n).subscribe(to.subscriber());
})]
#[case::zip_right(|numbers: Numbers, to: Recorder| {
    range(0..9).zip(numbers.filter(|_| false)).map(|(_, n)| n).subscribe(to.subscriber());
})]
#[case::concat_map(|numbers: Numbers, to: Recorder| {
    numbers.filter(|_| false).concat_map(once).subscribe(to.subscriber());
})]
#[case::flat_map(|numbers: Numbers, to: Recorder| {
    numbers.filter(|_| false).flat_map(capacity(4), once).subscribe(to.subscriber());
})]
#[case::inner_of_concat_map(|numbers: Numbers, to: Recorder| {
    let mut numbers = Some(numbers.filter(|_| false));
    range(0..9).concat_map(move |_| numbers.take().unwrap()).subscribe(to.subscriber());
})]
#[case::inner_of_flat_map(|numbers: Numbers, to: Recorder| {
    let mut numbers = Some(numbers.filter(|_| false));
    range(0..9).flat_map(capacity(4), move |_| numbers.take().unwrap()).subscribe(to.subscriber());
})]
fn can_be_cancelled(#[case] run: fn(Numbers, Recorder)) {
    let subscriber = Recorder::new();
    let canceller = subscriber.clone();
    let numbers = numbers(move || canceller.cancel());
    let to = subscriber.clone();
    returns(move || run(numbers, to));
    assert!(subscriber.is_dropped());
}

/// An outcome whose stream goes on elsewhere cancels that stream when it is dropped.
#[rstest]
#[case::concat_map(|numbers: Numbers, thread: &ThreadScheduler| {
    let inner = range(0..1).publish_on(thread, capacity(1));
    let mut inner = Some(inner);
    numbers.filter(|n| *n == 1).concat_map(move |_| inner.take().unwrap()).fold(0, |sum, n| sum + n).start()
})]
#[case::flat_map(|numbers: Numbers, thread: &ThreadScheduler| {
    let inner = range(0..1).publish_on(thread, capacity(1));
    let mut inner = Some(inner);
    numbers.filter(|n| *n == 1).flat_map(capacity(1), move |_| inner.take().unwrap()).fold(0, |sum, n| sum + n).start()
})]
fn can_be_cancelled_by_its_outcome(
    #[case] start: fn(Numbers, &ThreadScheduler) -> Outcome<u64, Infallible>,
) {
    returns(move || {
        let thread = ThreadScheduler::new("fused");
        let (say, is_under_way) = mpsc::channel();
        let outcome = start(numbers(move || say.send(()).unwrap()), &thread);
        is_under_way.recv().unwrap();
        drop(outcome);
        drop(thread); // waits for the task
    });
}

#[rstest]
#[case::left(|numbers: Numbers, other: Other| {
    numbers.filter(|n| *n < 300).zip(other).fold(0, |sum, _| sum).start()
})]
#[case::right(|numbers: Numbers, other: Other| {
    other.zip(numbers.filter(|n| *n < 300)).fold(0, |sum, _| sum).start()
})]
fn a_zip_can_be_cancelled_by_its_outcome(
    #[case] start: fn(Numbers, Other) -> Outcome<u64, Infallible>,
) {
    returns(move || {
        let other = TestPublisher::new();
        let (say, is_under_way) = mpsc::channel();
        let outcome = start(numbers(move || say.send(()).unwrap()), other.publisher());
        let emitter = thread::spawn(move || (0..192).for_each(|n| other.next(n))); // the last one replenishes the numbers
        is_under_way.recv().unwrap();
        drop(outcome);
        emitter.join().unwrap();
    });
}

/// Runs it on another thread, because it might go on for ever.
fn returns(run: impl FnOnce() + Send + 'static) {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        run();
        done.send(()).expect("somebody waits for it");
    });
    is_done.recv_timeout(LONG).expect("it is cancelled, and still runs");
}
