//! Tests of `Delivery`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::future::{Future, pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use rstest::rstest;

type Given = Delivery<u32, Tell>;
type Log = Arc<Mutex<Vec<&'static str>>>;

/// Rejects when it is dropped, as an acknowledgement is to.
struct Tell(Option<Log>);

impl Tell {
    fn say(&mut self, what: &'static str) {
        if let Some(log) = self.0.take() {
            log.lock().unwrap().push(what);
        }
    }
}

impl Acknowledge for Tell {
    fn acknowledge(mut self) {
        self.say("acknowledged");
    }

    fn reject(mut self) {
        self.say("rejected");
    }
}

impl Drop for Tell {
    fn drop(&mut self) {
        self.say("dropped");
    }
}

fn delivery() -> (Given, Log) {
    let log = Log::default();
    (Delivery::new(7, Tell(Some(Arc::clone(&log)))), log)
}

#[rstest]
#[case::acknowledge(|delivery: Given| assert_eq!(delivery.acknowledge(), 7), "acknowledged")]
#[case::reject(Delivery::reject, "rejected")]
#[case::drop(drop, "dropped")]
#[case::parts(|delivery: Given| assert_eq!(delivery.into_parts().0, 7), "dropped")]
#[case::map(|delivery: Given| assert_eq!(delivery.map(|n| n + 1).acknowledge(), 8), "acknowledged")]
fn tells_once(#[case] end: fn(Given), #[case] told: &str) {
    let (delivery, log) = delivery();
    end(delivery);
    assert_eq!(*log.lock().unwrap(), [told]);
}

#[test]
fn a_panic_while_it_is_mapped_rejects() {
    let (delivery, log) = delivery();
    let outcome =
        catch_unwind(AssertUnwindSafe(|| delivery.map(|_| -> u32 { panic!("on purpose") })));
    assert!(outcome.is_err());
    assert_eq!(*log.lock().unwrap(), ["dropped"]);
}

#[test]
fn map_keeps_the_mark() {
    assert!(Delivery::again(1, ()).map(|n| n + 1).is_redelivered());
    assert!(!Delivery::new(1, ()).map(|n| n + 1).is_redelivered());
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn settle_acknowledges_success_alone() {
    let (first, log) = delivery();
    assert_eq!(poll(first.settle(|n| ready(Ok::<_, ()>(n)))), Poll::Ready(Ok(7)));
    assert_eq!(*log.lock().unwrap(), ["acknowledged"]);
    let (second, log) = delivery();
    assert_eq!(poll(second.settle(|_| ready(Err::<(), _>("no")))), Poll::Ready(Err("no")));
    assert_eq!(*log.lock().unwrap(), ["rejected"]);
    let (third, log) = delivery();
    assert_eq!(poll(third.settle(|_| pending::<Result<(), ()>>())), Poll::Pending);
    assert_eq!(*log.lock().unwrap(), ["dropped"]); // with the future
}
