//! Tests of `into_stream`.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{SinkError, range};
use reactive_streams_test::{TestPublisher, Violation};
use support::capacity;

fn poll<S: Stream>(stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
    stream.poll_next(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn subscribes_with_the_first_poll_and_replenishes_at_three_quarters() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut stream = pin!(upstream.publisher().into_stream(capacity(4)));
    assert!(upstream.log().is_empty());
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    (0..4).for_each(|n| upstream.next(n));
    (0..3).for_each(|n| assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(n)))));
    assert_eq!(upstream.log(), ["request 4"]);
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(3))));
    assert_eq!(upstream.log(), ["request 4", "request 3"]);
}

#[test]
fn an_error_comes_after_the_elements() {
    let upstream = TestPublisher::<u32, &str>::new();
    let mut stream = pin!(upstream.publisher().into_stream(capacity(4)));
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    upstream.next(1);
    upstream.error("broken");
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(1))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Err(SinkError::Upstream("broken")))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
    assert_eq!(upstream.log(), ["request 4"]);
}

#[test]
fn dropping_it_cancels() {
    let upstream = TestPublisher::<u32, ()>::noncompliant([Violation::SignalAfterCancel]);
    let mut stream = Box::pin(upstream.publisher().into_stream(capacity(4)));
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    drop(stream);
    upstream.next(1); // §2.8
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
}

#[test]
fn who_stops_waiting_for_an_element_does_not_lose_it() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut stream = pin!(upstream.publisher().into_stream(capacity(4)));
    let mut cx = Context::from_waker(Waker::noop());
    let mut waiting = Box::pin(std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)));
    assert!(waiting.as_mut().poll(&mut cx).is_pending());
    upstream.next(1);
    drop(waiting); // as the branch of a select that was not chosen
    upstream.next(2);
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(1))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(2))));
}

#[test]
fn an_abandoned_one_says_so() {
    let upstream = TestPublisher::<u32, ()>::new();
    let mut stream = pin!(upstream.publisher().into_stream(capacity(4)));
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    upstream.abandon();
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Err(SinkError::Abandoned))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
}

#[tokio::test]
async fn is_woken_from_another_thread() {
    let thread = ThreadScheduler::new("into_stream");
    let stream = range(0..1000).publish_on(&thread, capacity(8)).into_stream(capacity(4));
    let mut stream = pin!(stream);
    let mut next = 0;
    while let Some(item) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        assert_eq!(item, Ok(next));
        next += 1;
    }
    assert_eq!(next, 1000);
}

#[test]
fn a_chain_from_an_iterator_is_run_as_it_is_read() {
    let made = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&made);
    let numbers = range(0..3).map(move |n| {
        counter.fetch_add(1, Ordering::Relaxed);
        n
    });
    let mut stream = pin!(numbers.into_stream(capacity(4)));
    for n in 0..3 {
        assert_eq!(made.load(Ordering::Relaxed), n);
        assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(n))));
    }
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
}

#[test]
fn a_panic_ends_it() {
    let mut stream = pin!(range(0..3).map(|_| -> u32 { panic!("f") }).into_stream(capacity(4)));
    assert!(catch_unwind(AssertUnwindSafe(|| poll(stream.as_mut()))).is_err());
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
}
