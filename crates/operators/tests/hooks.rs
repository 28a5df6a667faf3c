//! Tests of `hooks`: errors after the end are neither lost nor fatal.
//!
//! The observer is one for the whole process, so this is one test.

mod support;

use std::future::ready;
use std::mem;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use reactive_streams::{Processor, Publisher};
use reactive_streams_operators::operator::{Elapsed, GroupError, Overflow};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::sink::{BaseSubscriber, Control, Hooks};
use reactive_streams_operators::{
    BoxPublisher, Panicked, SinkError, error, first_with_signal, first_with_value, from_iter,
    from_publisher, hooks, merge_all, merge_sequential, never, once, processor, when,
};
use reactive_streams_test::{TestPublisher, TestSubscriber, Violation};
use support::capacity;

/// An error that only this test makes; the text says where.
#[derive(Clone, Debug, PartialEq)]
struct Late(&'static str);

impl From<Elapsed> for Late {
    fn from(_: Elapsed) -> Self {
        Self("elapsed")
    }
}

impl From<GroupError> for Late {
    fn from(_: GroupError) -> Self {
        Self("group")
    }
}

impl From<Panicked> for Late {
    fn from(_: Panicked) -> Self {
        Self("panicked")
    }
}

type Source = TestPublisher<u32, Late>;
type Stream = BoxPublisher<u32, Late>;
type Chain = fn(Stream) -> Stream;

const SECOND: Duration = Duration::from_secs(1);

fn silent() -> Stream {
    never().fallible().boxed()
}

/// One that signals even after it has been cancelled.
fn source() -> Source {
    Source::noncompliant([Violation::SignalAfterCancel])
}

/// The time stands still. A scheduler that is dropped would end what it works for.
static CLOCK: LazyLock<DeterministicScheduler> = LazyLock::new(|| DeterministicScheduler::new(1));

/// Chains whose subscriber cancels before the source fails.
const CANCELLED: &[(&str, Chain)] = &[
    ("chain", |source| source.chain(silent()).boxed()),
    ("retry", |source| source.on_error_resume(|late| -> Stream { panic!("{late:?}") }).boxed()),
    ("zip", |source| source.zip(silent()).map(|(n, _)| n).boxed()),
    ("combine_latest", |source| source.combine_latest(silent()).map(|(n, _)| n).boxed()),
    ("with_latest_from", |source| source.with_latest_from(silent(), |n, _| n).boxed()),
    ("with_latest_from (other)", |source| silent().with_latest_from(source, |n, _| n).boxed()),
    ("first_with_value", |source| first_with_value([source, silent()]).boxed()),
    ("first_with_signal", |source| first_with_signal([source, silent()]).boxed()),
    ("from_publisher", |source| from_publisher(source).boxed()),
    ("fold", |source| source.fold(0, |sum, n| sum + n).boxed()),
    ("chunks", |source| source.chunks(capacity(2)).map(|_| 1).boxed()),
    ("ready_chunks", |source| source.ready_chunks(capacity(2)).map(|_| 1).boxed()),
    ("merge", |source| source.merge(silent()).boxed()),
    ("merge_all (errors delayed)", |source| merge_all([source]).delay_errors().boxed()),
    ("merge_sequential", |source| merge_sequential([source]).boxed()),
    ("flat_map", |source| source.flat_map(capacity(2), |n| once(n).fallible()).boxed()),
    ("flat_map_sequential", |source| {
        source.flat_map_sequential(capacity(2), |n| once(n).fallible()).boxed()
    }),
    ("switch_map", |source| source.switch_map(|n| once(n).fallible()).boxed()),
    ("concat_map", |source| source.concat_map(|n| once(n).fallible()).boxed()),
    ("concat_map (errors delayed)", |source| {
        source.concat_map(|n| once(n).fallible()).delay_errors().boxed()
    }),
    ("take_until", |source| source.take_until(silent()).boxed()),
    ("take_until (notifier)", |source| silent().take_until(source).boxed()),
    ("skip_until", |source| source.skip_until(silent()).boxed()),
    ("timeout", |source| source.timeout(SECOND, &*CLOCK).boxed()),
    ("timeout_total", |source| source.timeout_total(SECOND, &*CLOCK).boxed()),
    ("publish_on", |source| source.publish_on(&*CLOCK, capacity(2)).boxed()),
    ("delay_elements", |source| source.delay_elements(SECOND, &*CLOCK).boxed()),
    ("chunks_timeout", |source| {
        source.chunks_timeout(capacity(2), SECOND, &*CLOCK).map(|_| 1).boxed()
    }),
    ("window_timeout", |source| {
        source.window_timeout(capacity(2), SECOND, &*CLOCK).map(|_| 1).boxed()
    }),
    ("on_overflow", |source| source.on_overflow(capacity(2), Overflow::drop_newest()).boxed()),
    ("map_async", |source| source.map_async(capacity(2), &*CLOCK, ready).boxed()),
    ("group_by", |source| source.group_by(capacity(2), capacity(2), |n| *n).map(|_| 1).boxed()),
    ("share", |source| source.share(capacity(2)).boxed()),
    ("processor", |source| {
        let (subscriber, publisher) = processor(|head| head.map(|n| n + 1)).split();
        source.subscribe(subscriber);
        publisher.boxed()
    }),
];

/// Chains that the source's first element ends.
const ENDED: &[(&str, Chain)] = &[
    ("stage", |source| source.take_while(|_| false).boxed()),
    ("take", |source| source.take(1).boxed()),
    ("first", |source| source.first().boxed()),
    ("take_until (notified)", |source| silent().take_until(source).boxed()),
];

#[test]
fn an_error_after_the_end_is_observed() {
    let observed = Arc::<Mutex<Vec<&str>>>::default();
    let log = Arc::clone(&observed);
    hooks::on_error_dropped(move |dropped| {
        assert!(dropped.type_name().ends_with("Late"));
        let Late(name) = dropped.downcast().expect("there is no other error in this process");
        log.lock().unwrap_or_else(PoisonError::into_inner).push(name);
    });
    let seen = || mem::take(&mut *observed.lock().unwrap_or_else(PoisonError::into_inner));

    for (name, chain) in CANCELLED {
        let (source, subscriber) = (source(), TestSubscriber::new());
        chain(source.publisher().boxed()).subscribe(subscriber.subscriber());
        subscriber.cancel();
        CLOCK.run_until_idle();
        source.error(Late(name));
        assert_eq!(seen(), [*name]);
        subscriber.assert_not_terminated();
    }

    for (name, chain) in ENDED {
        let (source, subscriber) = (source(), TestSubscriber::new());
        chain(source.publisher().boxed()).subscribe(subscriber.subscriber());
        source.next(1);
        source.error(Late(name));
        assert_eq!(seen(), [*name]);
        subscriber.assert_complete();
    }

    // A sink is dropped, and then the source fails.
    let failing = source();
    drop(failing.publisher().collect::<Vec<_>>().start());
    failing.error(Late("sink"));
    assert_eq!(seen(), ["sink"]);

    // A subscriber has cancelled by itself.
    let failing = source();
    failing.publisher().subscribe(BaseSubscriber::new(OnlyOne));
    failing.next(1);
    failing.error(Late("base subscriber"));
    assert_eq!(seen(), ["base subscriber"]);

    // Another has failed before.
    let [first, second] = [(); 2].map(|()| source());
    let subscriber = TestSubscriber::new();
    when([first.publisher(), second.publisher()]).subscribe(subscriber.subscriber());
    first.error(Late("first"));
    second.error(Late("second"));
    assert_eq!(seen(), ["second"]);
    subscriber.assert_error(Late("first"));

    // Of the errors that are delayed, the first is delivered.
    let delayed: [(&str, fn([Stream; 2]) -> Stream); 3] = [
        ("merge_all", |sources| merge_all(sources).delay_errors().boxed()),
        ("merge_sequential", |sources| merge_sequential(sources).delay_errors().boxed()),
        ("concat_map", |sources| {
            let sources = from_iter(sources);
            sources.fallible().concat_map(|source| source).delay_errors().boxed()
        }),
    ];
    for (name, delay) in delayed {
        let subscriber = TestSubscriber::new();
        let sources = [Late("first"), Late(name)].map(|late| error(late).boxed());
        delay(sources).subscribe(subscriber.subscriber());
        assert_eq!(seen(), [name]);
        subscriber.assert_error(Late("first"));
    }

    // Without an observer they are counted.
    hooks::reset_on_error_dropped();
    let before = hooks::errors_dropped();
    let failing = source();
    drop(failing.publisher().collect::<Vec<_>>().start());
    failing.error(Late("nobody"));
    assert_eq!(hooks::errors_dropped(), before + 1);
    assert!(seen().is_empty());
}

/// Cancels at the first element.
struct OnlyOne;

impl Hooks<u32, Late> for OnlyOne {
    fn on_next(&mut self, _item: u32, control: &Control) {
        control.cancel();
    }

    fn on_end(self, end: Result<(), SinkError<Late>>) {
        panic!("it has cancelled: {end:?}");
    }
}
