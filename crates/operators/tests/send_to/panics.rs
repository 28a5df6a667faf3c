//! Panics of user code: the stream is over, and who called sees the panic.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Destination, Outcome};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};

use crate::manual::{Manual, receipts};

fn panics(f: impl FnOnce()) {
    assert!(catch_unwind(AssertUnwindSafe(f)).is_err());
}

#[test]
fn of_the_closure() {
    let upstream = TestPublisher::<Tracked<u32>, ()>::new();
    let (destination, leaks) = (Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::new();
    let record = |n: &Tracked<u32>| if **n == 2 { panic!("record") } else { **n };
    receipts(upstream.publisher().send_to(destination.clone(), record))
        .subscribe(subscriber.subscriber());
    upstream.next(leaks.track(1));
    panics(|| upstream.next(leaks.track(2)));
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leaks.assert_no_leaks();
    destination.sent(1); // nobody listens
    assert_eq!(subscriber.log(), ["subscribe"]);
}

/// Panics at the second record, and keeps the outcome of the first.
struct Fragile(Manual);

impl Destination for Fragile {
    type Record = u32;
    type Receipt = u32;
    type Error = &'static str;

    fn window(&self) -> NonZeroUsize {
        self.0.window()
    }

    fn send(&self, record: u32, outcome: Outcome<u32, &'static str>) {
        assert_ne!(record, 2);
        self.0.send(record, outcome);
    }
}

#[test]
fn of_the_destination() {
    let upstream = TestPublisher::<Tracked<u32>, ()>::new();
    let (destination, leaks) = (Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = upstream.publisher().send_to(Fragile(destination.clone()), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(1));
    panics(|| upstream.next(leaks.track(2)));
    subscriber.assert_abandoned();
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leaks.assert_no_leaks();
    destination.sent(1);
    assert_eq!(subscriber.log(), ["subscribe"]);
}

#[test]
fn of_the_subscriber_reaches_who_tells() {
    let upstream = TestPublisher::<Tracked<u32>, ()>::new();
    let (destination, leaks) = (Manual::new(4), LeakCheck::new());
    let subscriber = TestSubscriber::new().on_next(|_: &u32, _| panic!("on_next"));
    let sent = upstream.publisher().send_to(destination.clone(), |n| **n);
    receipts(sent).subscribe(subscriber.subscriber());
    upstream.next(leaks.track(1));
    upstream.next(leaks.track(2));
    panics(|| destination.sent(1));
    assert!(subscriber.is_dropped());
    assert_eq!(upstream.log(), ["request 4", "cancel"]);
    leaks.assert_no_leaks();
    destination.sent(2);
}

#[test]
fn of_who_tells_several() {
    let upstream = TestPublisher::<u32, ()>::new();
    let destination = Manual::new(4);
    let subscriber = TestSubscriber::<u32, _>::new();
    let sent = upstream.publisher().send_to(destination.clone(), |n| *n);
    receipts(sent).subscribe(subscriber.subscriber());
    (1..=2).for_each(|n| upstream.next(n));
    let told = (1..=2).map(|n| {
        assert_ne!(n, 2);
        (destination.outcome(n), Ok(n))
    });
    panics(|| Outcome::tell_all(told));
    assert_eq!(subscriber.log(), ["subscribe", "1"]); // what was told is not lost
    destination.sent(2);
    assert_eq!(subscriber.log(), ["subscribe", "1", "20"]);
}
