use std::fmt;
use std::sync::{Arc, Weak};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use super::Rate;
use super::rate::Bucket;
use crate::engine::{Arbiter, task};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// Publisher for [`RateExt::throttle`](crate::ext::RateExt::throttle).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Throttle<P> {
    upstream: P,
    rate: Rate,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for Throttle<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttle")
            .field("upstream", &self.upstream)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

impl<P> Throttle<P> {
    pub(crate) fn new(upstream: P, rate: Rate, worker: Box<dyn Worker>) -> Self {
        Self { upstream, rate, worker: Arc::from(worker) }
    }
}

impl<P: Publisher> Publisher for Throttle<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, mut downstream: S) {
        let Self { upstream, rate, worker } = self;
        let allowance =
            Allowance { bucket: Bucket::full(rate), unmet: 0, outstanding: 0, timer_is_set: false };
        let gate = Arc::new_cyclic(|me| Gate {
            upstream: Arbiter::new(0),
            worker,
            allowance: Mutex::new(allowance),
            me: Weak::clone(me),
        });
        downstream.on_subscribe(Arc::clone(&gate) as Arc<dyn Subscription>);
        upstream.subscribe(Throttled { gate, downstream });
    }
}

/// Holds demand back: no more of it is with the upstream than there are tokens, so that all of it may be
/// met at once and the rate be kept.
struct Gate {
    upstream: Arbiter,
    worker: Arc<dyn Worker>,
    allowance: Mutex<Allowance>,
    me: Weak<Self>,
}

struct Allowance {
    bucket: Bucket,
    /// Requested of us, and not yet of the upstream.
    unmet: u64,
    /// Requested of the upstream, which has not given it.
    outstanding: u64,
    timer_is_set: bool,
}

impl Gate {
    /// Requests of the upstream what may be requested, and has itself woken when it is more.
    fn refill(&self) {
        let now = self.worker.now();
        let mut allowance = lock(&self.allowance);
        let tokens = allowance.bucket.available(now).saturating_sub(allowance.outstanding);
        let granted = tokens.min(allowance.unmet);
        allowance.outstanding += granted;
        if allowance.unmet != u64::MAX {
            allowance.unmet -= granted;
        }
        let due = if allowance.unmet == 0 || allowance.timer_is_set {
            None
        } else {
            // Never: that has to wait until the upstream gives something.
            allowance.bucket.when(allowance.outstanding + 1)
        };
        allowance.timer_is_set |= due.is_some();
        drop(allowance);
        if let Some(due) = due {
            let again = task(Weak::clone(&self.me), woken, lost);
            self.worker.schedule_after(due.saturating_sub(now), again);
        }
        if let Some(granted) = Demand::new(granted) {
            self.upstream.request(granted);
        }
    }

    fn delivered(&self) {
        let now = self.worker.now();
        let mut allowance = lock(&self.allowance);
        allowance.bucket.take(now);
        allowance.outstanding = allowance.outstanding.saturating_sub(1);
    }
}

fn woken(gate: &Weak<Gate>) {
    if let Some(gate) = gate.upgrade().filter(|gate| !gate.upstream.is_done()) {
        lock(&gate.allowance).timer_is_set = false;
        gate.refill();
    }
}

/// The scheduler has shut down: nothing more will come.
fn lost(gate: &Weak<Gate>) {
    if let Some(gate) = gate.upgrade() {
        gate.upstream.cancel();
    }
}

impl Subscription for Gate {
    fn request(&self, demand: Demand) {
        let mut allowance = lock(&self.allowance);
        allowance.unmet = allowance.unmet.saturating_add(demand.get());
        drop(allowance);
        self.refill();
    }

    fn cancel(&self) {
        self.upstream.cancel();
    }
}

struct Throttled<S> {
    gate: Arc<Gate>,
    downstream: S,
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for Throttled<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.gate.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.gate.delivered();
        if self.downstream.try_on_next(item) {
            self.gate.refill();
        } else {
            self.gate.request(Demand::ONE); // it took a token, and no demand
        }
    }

    fn on_error(self, error: E) {
        self.gate.upstream.finish();
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        self.gate.upstream.finish();
        self.downstream.on_complete();
    }
}
