//! What the suite says of a publisher that is wrong: this one gives one element too many for each
//! full batch of ten. `cargo run --example one_too_many` fails, and says why.

#[path = "../countdown/publisher.rs"]
mod publisher;

use std::convert::Infallible;
use std::sync::Arc;

use publisher::Countdown;
use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

const BATCH: u64 = 10;

struct OneTooMany(Countdown);

impl Publisher for OneTooMany {
    type Item = u64;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u64, Infallible>>(self, subscriber: S) {
        self.0.subscribe(Between(subscriber));
    }
}

/// Stands between the countdown and its subscriber.
struct Between<S>(S);

impl<S: Subscriber<u64, Infallible>> Subscriber<u64, Infallible> for Between<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.0.on_subscribe(Arc::new(Batched(subscription)));
    }

    fn on_next(&mut self, item: u64) {
        self.0.on_next(item);
    }

    fn try_on_next(&mut self, item: u64) -> bool {
        self.0.try_on_next(item)
    }

    fn on_error(self, error: Infallible) {
        self.0.on_error(error);
    }

    fn on_complete(self) {
        self.0.on_complete();
    }
}

struct Batched(Arc<dyn Subscription>);

impl Subscription for Batched {
    fn request(&self, demand: Demand) {
        let batches = demand.get() / BATCH;
        match Demand::new(batches) {
            Some(more) => self.0.request(demand.saturating_add(more)), // the fault
            None => self.0.request(demand),
        }
    }

    fn cancel(&self) {
        self.0.cancel();
    }
}

fn main() -> std::process::ExitCode {
    reactive_streams_tck::main(|suite| {
        suite.publisher("one too many", |given| OneTooMany(Countdown(given.len())));
    })
}
