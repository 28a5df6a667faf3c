//! Tests of `from_stream` and `from_try_stream`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{SinkError, from_stream, from_try_stream};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};

/// A stream that gives what the test says, and writes down how often it is polled.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<ScriptState>>);

#[derive(Default)]
struct ScriptState {
    items: Vec<Option<Result<u32, &'static str>>>,
    waker: Option<Waker>,
    polls: usize,
}

impl Script {
    fn push(&self, item: Option<Result<u32, &'static str>>) {
        let mut state = self.0.lock().unwrap();
        state.items.insert(0, item);
        if let Some(waker) = state.waker.take() {
            waker.wake(); // with a lock in hand that polling takes, as wakers may be called
        }
    }

    fn polls(&self) -> usize {
        self.0.lock().unwrap().polls
    }
}

struct ScriptStream(Script, #[expect(dead_code, reason = "counts drops")] Tracked<()>);

impl Stream for ScriptStream {
    type Item = Result<u32, &'static str>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.0.0.lock().unwrap();
        state.polls += 1;
        match state.items.pop() {
            Some(item) => Poll::Ready(item),
            None => {
                state.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for ScriptStream {
    fn drop(&mut self) {
        self.0.0.lock().unwrap().waker = None; // as a stream does that is dropped
    }
}

#[test]
fn is_polled_on_the_worker_and_only_on_demand() {
    let scheduler = DeterministicScheduler::new(1);
    let (script, leaks) = (Script::default(), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    from_try_stream(ScriptStream(script.clone(), leaks.track(())), &scheduler)
        .subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    assert_eq!(script.polls(), 0);
    script.push(Some(Ok(1)));
    script.push(Some(Ok(2)));
    subscriber.request(1);
    assert_eq!(script.polls(), 0);
    scheduler.run_until_idle();
    assert_eq!((script.polls(), subscriber.log()), (1, vec!["subscribe".into(), "1".into()]));
    subscriber.request(2);
    scheduler.run_until_idle();
    assert_eq!(script.polls(), 3);
    script.push(Some(Ok(3))); // wakes it, and does not poll
    assert_eq!(script.polls(), 3);
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "3"]);
    script.push(None);
    scheduler.run_until_idle();
    assert_eq!(script.polls(), 4);
    subscriber.request(1);
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "1", "2", "3", "complete"]);
    leaks.assert_no_leaks();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn fails_with_the_first_error() {
    let scheduler = DeterministicScheduler::new(1);
    let script = Script::default();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    from_try_stream(ScriptStream(script.clone(), LeakCheck::new().track(())), &scheduler)
        .subscribe(subscriber.subscriber());
    script.push(Some(Err("broken")));
    script.push(Some(Ok(1)));
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "error \"broken\""]);
}

#[test]
fn cancel_drops_a_stream_that_waits() {
    let scheduler = DeterministicScheduler::new(1);
    let (script, leaks) = (Script::default(), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(9);
    from_try_stream(ScriptStream(script.clone(), leaks.track(())), &scheduler)
        .subscribe(subscriber.subscriber());
    scheduler.run_until_idle();
    subscriber.cancel();
    leaks.assert_no_leaks();
    assert!(subscriber.is_dropped());
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn a_scheduler_that_shuts_down_abandons_the_subscriber() {
    let thread = ThreadScheduler::new("from_stream");
    let script = Script::default();
    let publisher =
        from_try_stream(ScriptStream(script.clone(), LeakCheck::new().track(())), &thread);
    let outcome = publisher.collect::<Vec<_>>().start();
    drop(thread);
    script.push(Some(Ok(1)));
    assert_eq!(outcome.block(), Err(SinkError::Abandoned));
}

#[test]
fn a_stream_that_cannot_fail() {
    struct Zero(u32);
    impl Stream for Zero {
        type Item = u32;
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
            self.0 += 1;
            Poll::Ready((self.0 < 4).then_some(self.0))
        }
    }
    let thread = ThreadScheduler::new("from_stream");
    let items = from_stream(Zero(0), &thread).collect::<Vec<_>>().block();
    assert_eq!(items, Ok(vec![1, 2, 3]));
}
