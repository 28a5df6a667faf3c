//! Tests of what `tracing` is told.
#![allow(clippy::unwrap_used)] // also in helpers

use std::fmt::{Debug, Write};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Stage};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Metadata, Subscriber};

/// Writes spans and events down, with the span that an event has been told to belong to.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "id" => {}
            "message" => write!(self.0, " {value:?}").unwrap(),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }
}

impl Journal {
    fn write(&self, line: String) -> usize {
        let mut lines = self.0.lock().unwrap();
        lines.push(line);
        lines.len()
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Subscriber for Journal {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let line = self.write(format!("span {}{}", span.metadata().name(), fields.0));
        Id::from_u64(line as u64)
    }
    fn record(&self, _span: &Id, _values: &Record<'_>) {}
    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let level = event.metadata().level();
        let parent = event.parent().map(|id| format!(" in {}", id.into_u64())).unwrap_or_default();
        self.write(format!("{level}{}{parent}", fields.0));
    }
    fn enter(&self, _span: &Id) {}
    fn exit(&self, _span: &Id) {}
}

#[test]
fn a_subscription_is_a_span_with_its_requests_and_its_end() {
    let journal = Journal::default();
    with_default(journal.clone(), || {
        let inspector = Inspector::new("checkout");
        for cancels in [false, true] {
            let publisher = TestPublisher::<u32, String>::new();
            let subscriber = TestSubscriber::with_initial_demand(2);
            let observed = publisher.publisher().observed(&inspector, Stage::named("store"));
            observed.subscribe(subscriber.subscriber());
            publisher.next(1);
            if cancels { subscriber.cancel() } else { publisher.complete() }
        }
        drop(inspector);
    });
    let span = r#"span subscription pipeline="checkout" stage="store""#;
    let expected = [
        span,
        "TRACE request demand=2 in 1",
        "DEBUG complete in 1",
        span,
        "TRACE request demand=2 in 4",
        "DEBUG cancel in 4",
    ];
    let found = journal.take().into_iter().map(|line| {
        // The order of the fields of an event is not ours.
        line.replace("TRACE demand=2 request", "TRACE request demand=2")
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn a_warning_is_logged_once() {
    let journal = Journal::default();
    with_default(journal.clone(), || {
        let time = VirtualTime::new(1);
        let inspector = Inspector::with_clock("checkout", &time);
        let publisher = TestPublisher::<u32, String>::new();
        let subscriber = TestSubscriber::with_initial_demand(0);
        let (capacity, budget) = (NonZeroUsize::new(8).unwrap(), Duration::from_millis(100));
        publisher
            .publisher()
            .observed(&inspector, Stage::named("orders"))
            .on_overflow(capacity, Overflow::hold())
            .observed(&inspector, Stage::named("queue").capacity(capacity).budget(budget))
            .subscribe(subscriber.subscriber());
        publisher.next(1);
        journal.take();
        for _ in 0..5 {
            time.advance(Duration::from_secs(1));
            inspector.snapshot();
        }
    });
    let warnings: Vec<_> =
        journal.take().into_iter().filter(|line| line.starts_with("WARN")).collect();
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    let text = "elements wait 1.0s, and may 100.0ms: at this rate a capacity of 1 would do";
    assert!(warning.contains(text) && warning.contains(r#"stage="queue""#), "{warning}");
}

#[test]
fn log_tells_of_each_signal() {
    let journal = Journal::default();
    with_default(journal.clone(), || {
        let publisher = TestPublisher::<u32, &str>::new();
        let subscriber = TestSubscriber::with_initial_demand(2);
        publisher.publisher().log("orders").subscribe(subscriber.subscriber());
        publisher.next(1);
        publisher.error("broken");
    });
    let lines = journal.take();
    let expected =
        [("INFO", "on_subscribe"), ("INFO", "request"), ("INFO", "on_next"), ("ERROR", "on_error")];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (line, (level, signal)) in lines.iter().zip(expected) {
        assert!(line.starts_with(level) && line.contains(signal), "{line}");
        assert!(line.contains(r#"stream="orders""#), "{line}");
    }
    assert!(lines[1].contains("demand=2") && lines[2].contains("item=1"), "{lines:?}");
    assert!(lines[3].contains(r#"error="broken""#), "{lines:?}");
}
