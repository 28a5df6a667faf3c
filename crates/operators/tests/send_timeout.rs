//! Tests of `send_timeout` of the sender of a channel.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SendTimeoutError, channel};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn it_sets_no_timer_where_there_is_room() {
    let clock = DeterministicScheduler::new(1);
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    assert_eq!(poll(pin!(sender.send_timeout(1, SECOND, &clock))), Poll::Ready(Ok(())));
    assert_eq!(clock.advance(SECOND * 2), 0);
    drop(publisher);
}

#[test]
fn it_gives_the_element_back_when_the_time_is_over() {
    let clock = DeterministicScheduler::new(1);
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    sender.try_send(1).unwrap();
    let mut late = pin!(sender.send_timeout(2, SECOND, &clock));
    assert!(poll(late.as_mut()).is_pending());
    clock.advance(SECOND - Duration::from_nanos(1));
    assert!(poll(late.as_mut()).is_pending());
    clock.advance(Duration::from_nanos(1));
    assert_eq!(poll(late.as_mut()), Poll::Ready(Err(SendTimeoutError::Timeout(2))));

    let subscriber = TestSubscriber::with_initial_demand(9);
    publisher.subscribe(subscriber.subscriber());
    subscriber.assert_values([1]);
    subscriber.cancel();
}

#[test]
fn it_sends_when_there_is_room_in_time() {
    let clock = DeterministicScheduler::new(1);
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    let subscriber = TestSubscriber::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(1).unwrap();
    let mut waiting = pin!(sender.send_timeout(2, SECOND, &clock));
    assert!(poll(waiting.as_mut()).is_pending());
    subscriber.request(1);
    assert_eq!(poll(waiting.as_mut()), Poll::Ready(Ok(())));
    clock.advance(SECOND * 2);
    subscriber.request(1);
    subscriber.assert_values([1, 2]);
    subscriber.cancel();
}

/// Who has been called, and gives up all the same, hands its place on.
#[test]
fn who_gives_up_hands_its_place_to_the_next() {
    let clock = DeterministicScheduler::new(1);
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    let subscriber = TestSubscriber::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    sender.try_send(1).unwrap();
    let mut first = Box::pin(sender.send_timeout(2, SECOND, &clock));
    assert!(poll(first.as_mut()).is_pending());
    let woken = Arc::<Woken>::default();
    let waker = Waker::from(Arc::clone(&woken));
    let mut second = pin!(sender.send(3));
    assert!(second.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    subscriber.request(1); // calls the first
    assert!(!woken.0.load(Ordering::Relaxed));
    drop(first);
    assert!(woken.0.load(Ordering::Relaxed));
    assert_eq!(poll(second), Poll::Ready(Ok(())));
    subscriber.cancel();
}

#[test]
fn a_closed_channel_gives_it_back_at_once() {
    let clock = DeterministicScheduler::new(1);
    let leaks = LeakCheck::new();
    let (sender, publisher) = channel::<Tracked<u32>, Infallible>(capacity(1));
    drop(publisher);
    let refused = poll(pin!(sender.send_timeout(leaks.track(1), SECOND, &clock)));
    let Poll::Ready(Err(SendTimeoutError::Closed(element))) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(*element, 1);
    drop(element);
    leaks.assert_no_leaks();
}

#[test]
fn a_scheduler_that_has_shut_down_has_no_time_left() {
    let clock = DeterministicScheduler::new(1);
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    sender.try_send(1).unwrap();
    let mut late = pin!(sender.send_timeout(2, SECOND, &clock));
    assert!(poll(late.as_mut()).is_pending());
    drop(clock);
    assert_eq!(poll(late).map_err(SendTimeoutError::into_inner), Poll::Ready(Err(2)));
    drop(publisher);
}

#[test]
fn blocking_it_waits_for_room_and_no_longer_than_the_limit() {
    let clock = ThreadScheduler::new("clock");
    let (sender, publisher) = channel::<u32, Infallible>(capacity(1));
    sender.try_send(1).unwrap();
    let late = sender.send_timeout_blocking(2, Duration::from_millis(1), &clock);
    assert_eq!(late, Err(SendTimeoutError::Timeout(2)));
    let subscriber = TestSubscriber::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    thread::scope(|scope| {
        scope.spawn(|| sender.send_timeout_blocking(3, SECOND * 3600, &clock).unwrap());
        scope.spawn(|| subscriber.request(2));
    });
    subscriber.assert_values([1, 3]);
    subscriber.cancel();
}
