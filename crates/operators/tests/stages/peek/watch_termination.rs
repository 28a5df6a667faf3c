use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Termination;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_test::TestSubscriber;

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn wakes_with_the_end() {
    let woken = Arc::<Woken>::default();
    let (waker, subscriber) = (Arc::clone(&woken).into(), TestSubscriber::with_initial_demand(1));
    let mut cx = Context::from_waker(&waker);
    let (numbers, end) = range(0..2).watch_termination();
    let mut end = pin!(end);
    numbers.subscribe(subscriber.subscriber());
    assert!(end.as_mut().poll(&mut cx).is_pending());
    subscriber.cancel();
    assert!(woken.0.load(Ordering::Relaxed));
    assert_eq!(end.as_mut().poll(&mut cx), Poll::Ready(Termination::Cancel));
}

#[test]
fn a_publisher_that_is_dropped_has_been_abandoned() {
    let (numbers, end) = range(0..2).watch_termination();
    drop(numbers);
    let waker = Arc::<Woken>::default().into();
    let polled = pin!(end).poll(&mut Context::from_waker(&waker));
    assert_eq!(polled, Poll::Ready(Termination::Abandoned));
}
