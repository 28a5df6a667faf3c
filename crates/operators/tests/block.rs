//! Tests of `block`.
#![cfg(feature = "tokio")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{never, once};
use reactive_streams_test::TestPublisher;

#[test]
fn waits_for_another_thread() {
    let upstream = TestPublisher::<u32, &str>::new();
    let last = upstream.publisher().last().start();
    let other = thread::spawn(move || upstream.emit([1, 2]));
    assert_eq!(last.block(), Ok(Some(2)));
    other.join().unwrap();
}

#[tokio::test]
async fn panics_rather_than_stop_a_runtime() {
    let blocking = || never::<u8>().first().block();
    let panic = catch_unwind(AssertUnwindSafe(blocking)).unwrap_err();
    let message = panic.downcast_ref::<&str>().expect("a message");
    assert!(message.contains("block the current thread"), "{message}");
}

#[tokio::test]
async fn what_is_there_needs_no_waiting() {
    assert_eq!(once(1).hide().block(), Ok(1));
}

#[tokio::test]
async fn threads_for_blocking_may_wait() {
    let waiting = tokio::task::spawn_blocking(|| {
        let other = ThreadScheduler::new("block");
        once(1).publish_on(&other).block()
    });
    assert_eq!(waiting.await.unwrap(), Ok(1));
}
