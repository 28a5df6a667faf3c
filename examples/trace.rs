//! A stage that shows what goes through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

/// How many elements, and how many requests, go by between two that are shown.
const ELEMENTS: u64 = 1_000_000;
const REQUESTS: u64 = 10_000;

/// Shows cancel and the end, and every so many requests and elements, on standard error, if `shown`.
pub(crate) struct Trace<P> {
    upstream: P,
    shown: bool,
}

impl<P> Trace<P> {
    pub(crate) fn new(upstream: P, shown: bool) -> Self {
        Self { upstream, shown }
    }
}

impl<P: Publisher> Publisher for Trace<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        if self.shown {
            self.upstream.subscribe(TraceSubscriber { downstream: subscriber, elements: 0 });
        } else {
            self.upstream.subscribe(subscriber);
        }
    }
}

struct TraceSubscriber<S> {
    downstream: S,
    elements: u64,
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for TraceSubscriber<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        eprintln!("on_subscribe");
        let requests = AtomicU64::new(0);
        self.downstream
            .on_subscribe(Arc::new(TraceSubscription { upstream: subscription, requests }));
    }

    fn on_next(&mut self, item: T) {
        if self.elements % ELEMENTS == 0 {
            eprintln!("  on_next (element number {})", self.elements);
        }
        self.elements += 1;
        self.downstream.on_next(item);
    }

    fn on_error(self, error: E) {
        eprintln!("  on_error after {} elements", self.elements);
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        eprintln!("  on_complete after {} elements", self.elements);
        self.downstream.on_complete();
    }
}

struct TraceSubscription {
    upstream: Arc<dyn Subscription>,
    requests: AtomicU64,
}

impl Subscription for TraceSubscription {
    fn request(&self, demand: Demand) {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        if number < 4 || number % REQUESTS == 0 {
            eprintln!("request {demand} (request number {number})");
        }
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        eprintln!("cancel");
        self.upstream.cancel();
    }
}
