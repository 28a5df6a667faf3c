//! Tests of `from_future`, `from_async` and `flatten_stream`.

use std::future::{self, Future};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use reactive_streams::Publisher;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{
    SinkError, flatten_stream, from_async, from_future, from_try_async, from_try_future, range,
};
use reactive_streams_test::{TestSubscriber, VirtualTime};

/// A future in the test's hand.
#[derive(Clone, Default)]
struct ByHand(Arc<Mutex<(Option<u32>, Option<Waker>)>>);

impl ByHand {
    fn finish(&self, value: u32) {
        let mut state = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        state.0 = Some(value);
        let waker = state.1.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn is_held_elsewhere(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

impl Future for ByHand {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        let mut state = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        state.1 = Some(context.waker().clone());
        state.0.map_or(Poll::Pending, Poll::Ready)
    }
}

#[test]
fn is_polled_on_the_scheduler_when_requested_and_woken() {
    let (time, future) = (VirtualTime::new(1), ByHand::default());
    let subscriber = TestSubscriber::with_initial_demand(0);
    from_future(future.clone(), &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.request(2);
    future.finish(7); // nobody waits for it yet
    subscriber.assert_values([]);
    time.run_until_idle();
    subscriber.assert_values([7]).assert_complete().verify();
    assert!(!future.is_held_elsewhere());
}

#[test]
fn a_future_that_is_not_ready_is_polled_when_it_wakes() {
    let (time, future) = (VirtualTime::new(1), ByHand::default());
    let subscriber = TestSubscriber::with_initial_demand(1);
    from_future(future.clone(), &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.assert_not_terminated();
    future.finish(7);
    time.run_until_idle();
    subscriber.assert_values([7]).assert_complete().verify();
}

#[test]
fn cancel_drops_the_future() {
    let (time, future) = (VirtualTime::new(1), ByHand::default());
    let subscriber = TestSubscriber::with_initial_demand(1);
    from_future(future.clone(), &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.cancel();
    future.finish(7);
    time.run_until_idle();
    assert!(!future.is_held_elsewhere());
    subscriber.assert_values([]).verify();
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let time = VirtualTime::new(1);
    let outcome = from_future(future::pending::<u8>(), &time).start();
    drop(time);
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_panic_of_the_future_abandons_the_subscriber() {
    let thread = ThreadScheduler::new("from_future");
    let panics = from_future(async { panic!("future") }, &thread).map(|never: u8| never);
    assert_eq!(panics.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_failure_is_an_error() {
    let time = VirtualTime::new(1);
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(1);
    from_try_future(future::ready(Err("lost")), &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.assert_error("lost").verify();
}

#[test]
fn from_async_makes_a_future_for_each_subscriber() {
    let time = VirtualTime::new(1);
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let attempts = from_try_async(
        move || {
            let attempt = count.fetch_add(1, Ordering::Relaxed);
            future::ready(if attempt < 2 { Err("not yet") } else { Ok(attempt) })
        },
        &time,
    );
    assert_eq!(made.load(Ordering::Relaxed), 0);
    let subscriber = TestSubscriber::with_initial_demand(1);
    attempts.retry(5).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.assert_values([2]).assert_complete().verify();
}

#[test]
fn from_async_makes_no_future_that_nobody_requested() {
    let time = VirtualTime::new(1);
    let subscriber = TestSubscriber::<u8, _>::with_initial_demand(0);
    let make = || -> future::Ready<u8> { panic!("not requested") };
    from_async(make, &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.cancel();
    subscriber.verify();
}

#[test]
fn flatten_stream_gives_what_its_publisher_gives() {
    let time = VirtualTime::new(1);
    let subscriber = TestSubscriber::with_initial_demand(2);
    flatten_stream(future::ready(range(0..3)), &time).subscribe(subscriber.subscriber());
    time.run_until_idle();
    subscriber.assert_values([0, 1]).assert_not_terminated();
    subscriber.request(1);
    time.run_until_idle();
    subscriber.assert_values([0, 1, 2]).assert_complete().verify();
}
