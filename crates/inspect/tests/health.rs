//! Tests of `Readiness` and `Liveness`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_inspect::health::{Liveness, Readiness};
use reactive_streams_inspect::{InspectExt, Inspector, Stage};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};

const SECOND: Duration = Duration::from_secs(1);

struct Queue {
    time: VirtualTime,
    inspector: Inspector,
    publisher: TestPublisher<u32, String>,
    subscriber: TestSubscriber<u32, String>,
}

impl Queue {
    fn new() -> Self {
        let time = VirtualTime::new(1);
        let inspector = Inspector::with_clock("queue", &time);
        Self {
            inspector,
            time,
            publisher: TestPublisher::new(),
            subscriber: TestSubscriber::with_initial_demand(0),
        }
    }

    fn subscribe(&self) {
        let capacity = NonZeroUsize::new(100).unwrap();
        self.publisher
            .publisher()
            .observed(&self.inspector, Stage::named("numbers"))
            .on_overflow(capacity, Overflow::hold())
            .observed(&self.inspector, Stage::named("queue").capacity(capacity))
            .subscribe(self.subscriber.subscriber());
    }

    fn put(&self, count: u32) {
        (0..count).for_each(|n| self.publisher.next(n));
    }
}

#[test]
fn readiness_comes_back_below_the_lower_mark() {
    let queue = Queue::new();
    let readiness = Readiness::new(&queue.inspector).backlog("queue", 20, 10);
    assert_eq!(readiness.check().reasons(), ["there is no stage `queue`"]);
    queue.subscribe();
    let is_ready = || readiness.check().is_ready();
    queue.put(20);
    assert!(is_ready());
    queue.put(1);
    assert_eq!(readiness.check().to_string(), "stage `queue` holds 21, more than 20");
    queue.subscriber.request(10);
    assert_eq!(readiness.check().to_string(), "stage `queue` holds 11, more than 10");
    queue.subscriber.request(1);
    assert!(is_ready());
    queue.put(10);
    assert!(is_ready(), "the upper mark counts again");
}

#[test]
fn readiness_looks_at_the_age_too() {
    let queue = Queue::new();
    queue.subscribe();
    let readiness = Readiness::new(&queue.inspector).age("queue", 2 * SECOND, SECOND);
    queue.put(1);
    queue.time.advance(2 * SECOND);
    assert!(readiness.check().is_ready());
    queue.put(1);
    queue.time.advance(SECOND / 2);
    let text = "stage `queue` has had an element for 2.5s, more than 2.0s";
    assert_eq!(readiness.check().to_string(), text);
    queue.time.advance(SECOND);
    queue.subscriber.request(1); // the other one is 1.5 s old
    assert!(!readiness.check().is_ready());
    queue.subscriber.request(1);
    assert!(readiness.check().is_ready());
}

#[test]
fn each_objective_has_its_reason() {
    let queue = Queue::new();
    queue.subscribe();
    let readiness =
        Readiness::new(&queue.inspector).backlog("queue", 0, 0).age("queue", SECOND, SECOND);
    queue.put(1);
    queue.time.advance(3 * SECOND);
    let health = serde_json::to_value(readiness.check()).unwrap();
    let reasons = [
        "stage `queue` holds 1, more than 0",
        "stage `queue` has had an element for 3.0s, more than 1.0s",
    ];
    assert_eq!(health, serde_json::json!({ "ok": false, "reasons": reasons }));
    queue.subscriber.request(1);
    let health = serde_json::to_value(readiness.check()).unwrap();
    assert_eq!(health, serde_json::json!({ "ok": true, "reasons": [] }));
    assert_eq!(readiness.check().to_string(), "ok");
}

#[test]
fn liveness_fails_when_something_is_held_and_nothing_moves() {
    let queue = Queue::new();
    queue.subscribe();
    let liveness = Liveness::new(&queue.inspector, 5 * SECOND);
    let check_after = |time: Duration| {
        queue.time.advance(time);
        liveness.check()
    };
    assert!(check_after(60 * SECOND).is_ok(), "it has nothing to do");
    queue.put(2);
    assert!(check_after(SECOND).is_ok());
    assert!(check_after(5 * SECOND).is_ok());
    let text = "stage `queue` holds 2, and nothing has moved for 6.0s";
    assert_eq!(check_after(SECOND).to_string(), text);
    queue.subscriber.request(1);
    assert!(check_after(SECOND).is_ok(), "it moves");
    assert!(!check_after(6 * SECOND).is_ok());
    queue.subscriber.request(1);
    assert!(check_after(60 * SECOND).is_ok(), "it holds nothing");
}
