//! Tests of `channel`.

mod support;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SendError, SinkError, TrySendError, channel};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

#[test]
fn holds_as_many_as_its_capacity() {
    let (sender, publisher) = channel::<u32, ()>(capacity(2));
    assert_eq!(sender.try_send(1), Ok(()));
    assert_eq!(sender.try_send(2), Ok(()));
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    publisher.subscribe(subscriber.subscriber());
    assert_eq!(subscriber.take_log(), ["subscribe", "1"]);
    assert_eq!(sender.try_send(3), Ok(()));
    assert_eq!(sender.try_send(4), Err(TrySendError::Full(4)));
    subscriber.request(3);
    assert_eq!(subscriber.take_log(), ["2", "3"]);
    assert_eq!(sender.try_send(4), Ok(()));
    assert_eq!(subscriber.take_log(), ["4"]);
}

#[test]
fn completes_after_the_buffer_when_the_last_sender_is_dropped() {
    let (sender, publisher) = channel::<u32, ()>(capacity(2));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    let other = sender.clone();
    sender.try_send(1).unwrap();
    drop(sender);
    other.try_send(2).unwrap();
    drop(other);
    assert_eq!(subscriber.take_log(), ["subscribe"]);
    subscriber.request(2);
    assert_eq!(subscriber.take_log(), ["1", "2", "complete"]);
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn fails_after_the_buffer_and_closes_to_all_senders() {
    let (sender, publisher) = channel::<u32, &str>(capacity(2));
    let other = sender.clone();
    sender.try_send(1).unwrap();
    sender.fail("broken");
    assert_eq!(other.try_send(2), Err(TrySendError::Closed(2)));
    assert_eq!(other.send_blocking(2), Err(SendError(2)));
    other.fail("broken again");
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(1);
    publisher.subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "1", "error \"broken\""]);
}

#[test]
fn cancel_closes_it_and_senders_get_their_elements_back() {
    let (sender, publisher) = channel::<Tracked<()>, ()>(capacity(1));
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<Tracked<()>, _>::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(leaks.track(())).unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| sender.send_blocking(leaks.track(())).is_err());
        subscriber.cancel();
        assert!(waiting.join().unwrap());
    });
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert!(matches!(sender.try_send(leaks.track(())), Err(TrySendError::Closed(_))));
}

#[test]
fn dropping_the_publisher_closes_it() {
    let (sender, publisher) = channel::<u32, ()>(capacity(1));
    drop(publisher);
    assert_eq!(sender.try_send(1), Err(TrySendError::Closed(1)));
}

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[rstest]
#[case::before_it_is_woken(false)]
#[case::after_it_is_woken(true)]
fn a_waiting_send_that_is_dropped_leaves_its_place_to_the_next(#[case] woken: bool) {
    let (sender, publisher) = channel::<u32, ()>(capacity(1));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(0).unwrap();
    let next = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&next));
    let mut cx = Context::from_waker(&waker);
    let mut first = Box::pin(sender.send(1));
    let mut second = pin!(sender.send(2));
    assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    if woken {
        subscriber.request(1);
        assert_eq!(next.0.load(Ordering::Relaxed), 0);
        drop(first);
    } else {
        drop(first);
        subscriber.request(1);
    }
    assert_eq!(next.0.load(Ordering::Relaxed), 1);
    assert_eq!(second.as_mut().poll(&mut cx), Poll::Ready(Ok(())));
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe", "0", "2"]);
}

#[test]
fn a_send_that_finds_room_unwoken_does_not_take_the_wake_of_another() {
    let (sender, publisher) = channel::<u32, ()>(capacity(1));
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(0).unwrap();
    let next = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&next));
    let mut cx = Context::from_waker(Waker::noop());
    let mut first = pin!(sender.send(1));
    let mut second = pin!(sender.send(2));
    let mut third = pin!(sender.send(3));
    assert!(first.as_mut().poll(&mut cx).is_pending());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    assert!(third.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    subscriber.request(1); // wakes the first, but the second comes before it
    assert_eq!(second.as_mut().poll(&mut cx), Poll::Ready(Ok(())));
    subscriber.request(1);
    assert_eq!(next.0.load(Ordering::Relaxed), 1);
}

#[test]
fn a_panic_of_the_subscriber_closes_it() {
    let (sender, publisher) = channel::<Tracked<()>, ()>(capacity(3));
    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::with_initial_demand(3);
    let subscriber = subscriber.on_next(|_: &Tracked<()>, _| panic!("on_next"));
    publisher.subscribe(subscriber.subscriber());
    assert!(catch_unwind(AssertUnwindSafe(|| sender.try_send(leaks.track(())))).is_err());
    assert!(subscriber.is_dropped());
    leaks.assert_no_leaks();
    assert!(matches!(sender.try_send(leaks.track(())), Err(TrySendError::Closed(_))));
}

#[test]
fn an_element_sent_while_one_is_delivered_comes_after_it() {
    let (sender, publisher) = channel::<u32, ()>(capacity(3));
    let subscriber = TestSubscriber::with_initial_demand(9);
    let inner = sender.clone();
    let subscriber = subscriber.on_next(move |n: &u32, _| {
        if *n < 3 {
            inner.try_send(n + 1).unwrap();
        }
    });
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(0).unwrap();
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "2", "3"]);
}

#[test]
fn many_senders_lose_nothing() {
    let (sender, publisher) = channel::<u64, ()>(capacity(3));
    let sum = thread::scope(|scope| {
        for part in 0..4 {
            let sender = sender.clone();
            scope.spawn(move || {
                (0..1000).for_each(|n| sender.send_blocking(part * 1000 + n).unwrap());
            });
        }
        drop(sender);
        publisher.fold(0, |sum, n| sum + n).block()
    });
    assert_eq!(sum, Ok((0..4000).sum()));
}

#[test]
fn a_sink_that_is_dropped_closes_it() {
    let (sender, publisher) = channel::<u32, ()>(capacity(3));
    let outcome = publisher.collect::<Vec<_>>().start();
    sender.try_send(1).unwrap();
    drop(outcome);
    assert_eq!(sender.try_send(2), Err(TrySendError::Closed(2)));
    let (sender, publisher) = channel::<u32, u8>(capacity(3));
    sender.fail(3);
    assert_eq!(publisher.collect::<Vec<_>>().block(), Err(SinkError::Upstream(3)));
}

/// Takes nothing of a burst, as one does whose own subscriber has gone.
struct OneByOne(Arc<AtomicUsize>);

impl Subscriber<u32, ()> for OneByOne {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::of(3));
    }

    fn on_next(&mut self, _: u32) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn on_burst<B: Burst<u32>>(&mut self, _: B) {}

    fn on_error(self, (): ()) {}

    fn on_complete(self) {}
}

#[test]
fn who_takes_nothing_of_a_burst_is_given_its_elements_one_by_one() {
    let (sender, publisher) = channel::<u32, ()>(capacity(4));
    (0..4).for_each(|n| sender.try_send(n).unwrap());
    let taken = Arc::new(AtomicUsize::new(0));
    publisher.subscribe(OneByOne(Arc::clone(&taken)));
    assert_eq!(taken.load(Ordering::Relaxed), 3);
}
