use std::fmt;
use std::mem;
use std::sync::Arc;
use std::thread::{self, ThreadId};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::engine::{Deferred, task};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// Publisher for [`ScheduleExt::subscribe_on`](crate::ext::ScheduleExt::subscribe_on).
#[must_use = "publishers do nothing unless subscribed"]
pub struct SubscribeOn<P> {
    upstream: P,
    worker: Box<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for SubscribeOn<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscribeOn").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P> SubscribeOn<P> {
    pub(crate) fn new(upstream: P, worker: Box<dyn Worker>) -> Self {
        Self { upstream, worker }
    }
}

impl<P: Publisher> Publisher for SubscribeOn<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, mut subscriber: S) {
        let hop = Mutex::new(Hop { demand: 0, on: None });
        let shared = Arc::new(Shared { deferred: Deferred::new(), hop });
        let link = Arc::new(Link { shared: Arc::clone(&shared), worker: self.worker });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        shared.deferred.put(self.upstream, subscriber);
        link.schedule(|shared| shared.run(|shared| shared.deferred.subscribe()));
    }
}

/// Takes requests to the worker.
struct Link<P, S> {
    shared: Arc<Shared<P, S>>,
    worker: Box<dyn Worker>,
}

struct Shared<P, S> {
    deferred: Deferred<P, S>,
    hop: Mutex<Hop>,
}

struct Hop {
    /// What is on its way to the worker.
    demand: u64,
    /// The thread on which a task of ours runs.
    on: Option<ThreadId>,
}

impl<P, S> Link<P, S>
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    fn schedule(&self, run: fn(&Arc<Shared<P, S>>)) {
        // A worker that has shut down would leave the demand unmet for ever: cancel instead, so that
        // the subscriber is dropped and learns of it.
        let lost = |shared: &Arc<Shared<P, S>>| shared.deferred.cancel();
        self.worker.schedule(task(Arc::clone(&self.shared), run, lost));
    }
}

impl<P, S> Shared<P, S>
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    /// Runs `f` as the one who is on the worker.
    fn run(&self, f: fn(&Self)) {
        lock(&self.hop).on = Some(thread::current().id());
        let _leave = Leave(&self.hop);
        f(self);
    }

    fn flush(&self) {
        let demand = mem::take(&mut lock(&self.hop).demand);
        if let Some(demand) = Demand::new(demand) {
            self.deferred.request(demand);
        }
    }
}

impl<P, S> Subscription for Link<P, S>
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    fn request(&self, demand: Demand) {
        let mut hop = lock(&self.shared.hop);
        if hop.on == Some(thread::current().id()) {
            drop(hop);
            return self.shared.deferred.request(demand);
        }
        let before = hop.demand;
        hop.demand = before.saturating_add(demand.get());
        drop(hop);
        if before == 0 {
            self.schedule(|shared| shared.run(Shared::flush));
        }
    }

    fn cancel(&self) {
        self.shared.deferred.cancel();
    }
}

/// The task is over, or has panicked.
struct Leave<'a>(&'a Mutex<Hop>);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        lock(self.0).on = None;
    }
}
