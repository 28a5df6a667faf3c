//! Tests of `from_fetch` and `from_fetch_on`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::vec;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::{Fetch, SinkError, from_fetch, from_fetch_on};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};
use rstest::rstest;

/// A fetch that gives what the test says, and writes down how much it was asked for.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    elements: Vec<u32>,
    end: Option<Result<(), &'static str>>,
    waker: Option<Waker>,
    wanted: Vec<usize>,
}

impl Script {
    fn put(&self, elements: impl IntoIterator<Item = u32>) {
        self.0.lock().unwrap().elements.extend(elements);
        self.wake();
    }

    fn end(&self, end: Result<(), &'static str>) {
        self.0.lock().unwrap().end = Some(end);
        self.wake();
    }

    fn wake(&self) {
        let waker = self.0.lock().unwrap().waker.take();
        waker.into_iter().for_each(Waker::wake);
    }

    fn wanted(&self) -> Vec<usize> {
        std::mem::take(&mut self.0.lock().unwrap().wanted)
    }
}

struct Scripted(Script, #[expect(dead_code, reason = "counts drops")] Tracked<()>);

impl Fetch for Scripted {
    type Item = u32;
    type Error = &'static str;
    type Batch = vec::IntoIter<u32>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, &'static str>>> {
        let mut state = self.0.0.lock().unwrap();
        state.wanted.push(most.get());
        let count = state.elements.len().min(most.get());
        if count > 0 {
            return Poll::Ready(Some(Ok(state
                .elements
                .drain(..count)
                .collect::<Vec<_>>()
                .into_iter())));
        }
        if let Some(end) = state.end {
            return Poll::Ready(end.err().map(Err));
        }
        state.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

#[test]
fn fetches_what_is_requested_and_no_more() {
    let (script, leaks) = (Script::default(), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0);
    script.put(0..10);
    from_fetch(Scripted(script.clone(), leaks.track(()))).subscribe(subscriber.subscriber());
    assert!(script.wanted().is_empty());
    subscriber.request(3);
    assert_eq!(script.wanted(), [3]);
    subscriber.request(1);
    subscriber.request(4);
    assert_eq!(script.wanted(), [1, 4]);
    subscriber.request(5);
    assert_eq!(script.wanted()[..2], [5, 3]); // the rest when it comes
    script.put(10..20);
    assert_eq!(script.wanted().first(), Some(&3));
    assert_eq!(subscriber.take_values(), (0..13).collect::<Vec<_>>());
    subscriber.cancel();
    leaks.assert_no_leaks();
    assert!(!subscriber.subscription_leaks());
}

#[test]
fn notices_the_end_when_one_more_is_wanted() {
    let (script, leaks) = (Script::default(), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    script.put(0..2);
    script.end(Ok(()));
    from_fetch(Scripted(script.clone(), leaks.track(()))).subscribe(subscriber.subscriber());
    assert_eq!(subscriber.log(), ["subscribe", "0", "1"]);
    subscriber.request(1);
    assert_eq!(subscriber.log(), ["subscribe", "0", "1", "complete"]);
    leaks.assert_no_leaks();
}

#[test]
fn fails_after_what_came_before() {
    let script = Script::default();
    script.put(0..2);
    script.end(Err("broken"));
    let outcome = from_fetch(Scripted(script, LeakCheck::new().track(()))).count().block();
    assert_eq!(outcome, Err(SinkError::Upstream("broken")));
}

#[test]
fn works_on_the_worker_if_it_has_one() {
    let scheduler = DeterministicScheduler::new(1);
    let (script, leaks) = (Script::default(), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(2);
    from_fetch_on(Scripted(script.clone(), leaks.track(())), &scheduler)
        .subscribe(subscriber.subscriber());
    assert!(script.wanted().is_empty());
    scheduler.run_until_idle();
    script.wanted();
    script.put(0..5);
    assert_eq!(subscriber.log(), ["subscribe"]);
    scheduler.run_until_idle();
    assert_eq!(subscriber.log(), ["subscribe", "0", "1"]);
    subscriber.cancel();
    leaks.assert_no_leaks();
}

#[test]
fn ends_without_a_word_if_the_scheduler_is_gone() {
    let (scheduler, leaks) = (ThreadScheduler::new("gone"), LeakCheck::new());
    let publisher = from_fetch_on(Scripted(Script::default(), leaks.track(())), &scheduler);
    drop(scheduler);
    assert_eq!(publisher.count().block(), Err(SinkError::Abandoned));
    leaks.assert_no_leaks();
}

#[test]
fn a_panic_ends_it() {
    struct Panics(#[expect(dead_code, reason = "counts drops")] Tracked<()>);

    impl Fetch for Panics {
        type Item = u32;
        type Error = &'static str;
        type Batch = vec::IntoIter<u32>;

        fn poll_fetch(
            &mut self,
            _: &mut Context<'_>,
            _: NonZeroUsize,
        ) -> Poll<Option<Result<Self::Batch, &'static str>>> {
            panic!("on purpose")
        }
    }

    let leaks = LeakCheck::new();
    let subscriber = TestSubscriber::<u32, _>::with_initial_demand(0).tolerating("1.4");
    from_fetch(Panics(leaks.track(()))).subscribe(subscriber.subscriber());
    let outcome = catch_unwind(AssertUnwindSafe(|| subscriber.request(1)));
    assert!(outcome.is_err());
    leaks.assert_no_leaks();
    assert!(subscriber.is_dropped());
}

/// Ten numbers, of which some are recalled after they were fetched; then those from 100 on.
struct Recalling {
    is_recalled: Arc<AtomicBool>,
    says_so: bool,
    next: u32,
}

struct Recalled {
    numbers: vec::IntoIter<u32>,
    is_recalled: Arc<AtomicBool>,
    says_so: bool,
}

impl Iterator for Recalled {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.is_recalled.load(Ordering::Relaxed) { None } else { self.numbers.next() }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let is_empty = self.says_so && self.is_recalled.load(Ordering::Relaxed);
        let length = if is_empty { 0 } else { self.numbers.len() };
        (length, Some(length))
    }
}

impl ExactSizeIterator for Recalled {}

impl Fetch for Recalling {
    type Item = u32;
    type Error = &'static str;
    type Batch = Recalled;

    fn poll_fetch(
        &mut self,
        _: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Recalled, &'static str>>> {
        self.is_recalled.store(false, Ordering::Relaxed);
        let numbers: Vec<_> = (self.next..).take(most.get()).collect();
        self.next = (self.next + numbers.len() as u32).max(100);
        let is_recalled = Arc::clone(&self.is_recalled);
        let recalled =
            Recalled { numbers: numbers.into_iter(), is_recalled, says_so: self.says_so };
        Poll::Ready(Some(Ok(recalled)))
    }
}

#[rstest]
fn a_batch_that_ends_early_has_not_used_up_the_demand(#[values(false, true)] says_so: bool) {
    let is_recalled = Arc::new(AtomicBool::new(false));
    let recalls = Arc::clone(&is_recalled);
    let subscriber = TestSubscriber::with_initial_demand(10).on_next(move |&number, _| {
        recalls.store(number == 2, Ordering::Relaxed);
    });
    from_fetch(Recalling { is_recalled, says_so, next: 0 }).subscribe(subscriber.subscriber());
    subscriber.assert_values([0, 1, 2, 100, 101, 102, 103, 104, 105, 106]);
}
