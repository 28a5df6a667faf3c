use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::sync::{Arc, Weak};
use std::time::Duration;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use super::Elapsed;
use crate::engine::{End, Relay, RelaySubscriber, task};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// Publisher for [`ClockExt::backpressure_timeout`](crate::ext::ClockExt::backpressure_timeout).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct BackpressureTimeout<P> {
    upstream: P,
    limit: Duration,
    worker: Arc<dyn Worker>,
}

impl<P: fmt::Debug> fmt::Debug for BackpressureTimeout<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackpressureTimeout")
            .field("upstream", &self.upstream)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<P> BackpressureTimeout<P> {
    pub(crate) fn new(upstream: P, limit: Duration, worker: Arc<dyn Worker>) -> Self {
        Self { upstream, limit, worker }
    }
}

impl<P> Publisher for BackpressureTimeout<P>
where
    P: Publisher<Error: From<Elapsed>>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, mut subscriber: S) {
        let Self { upstream, limit, worker } = self;
        let idle = Idle { unmet: 0, since: worker.now(), armed: true };
        let link = Arc::new_cyclic(|me| Link {
            relay: Arc::new(Relay::new()),
            idle: Mutex::new(idle),
            limit,
            worker,
            me: Weak::clone(me),
            items: PhantomData,
        });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        link.relay.outlet.put(subscriber);
        link.arm(limit);
        let relayed = RelaySubscriber::new(Arc::clone(&link.relay));
        upstream.subscribe(Watched { relayed, link });
    }
}

/// What upstream, timer and downstream share.
struct Link<T, S, E> {
    relay: Arc<Relay<S, E>>,
    idle: Mutex<Idle>,
    limit: Duration,
    worker: Arc<dyn Worker>,
    me: Weak<Self>,
    items: PhantomData<fn(T)>,
}

struct Idle {
    /// Requested, and not delivered.
    unmet: u64,
    /// Since when there has been nothing to deliver for.
    since: Duration,
    /// There is a timer: one at a time, set anew when it finds that it came too early.
    armed: bool,
}

impl<T, S, E> Link<T, S, E>
where
    T: 'static,
    E: From<Elapsed> + Send + 'static,
    S: Subscriber<T, E>,
{
    fn arm(&self, delay: Duration) {
        let run = |me: &Weak<Self>| me.upgrade().iter().for_each(|link| link.check());
        let lost = |me: &Weak<Self>| me.upgrade().iter().for_each(|link| link.cancel());
        self.worker.schedule_after(delay, task(Weak::clone(&self.me), run, lost));
    }

    /// The timer: nothing has been requested for too long, or for a while.
    fn check(&self) {
        let now = self.worker.now();
        let mut idle = lock(&self.idle);
        idle.armed = false;
        if idle.unmet > 0 || self.relay.outlet.is_closed() {
            return;
        }
        let due = idle.since.saturating_add(self.limit);
        idle.armed = now < due;
        drop(idle);
        if now < due {
            self.arm(due - now);
        } else {
            let elapsed = Elapsed::new("backpressure_timeout", self.limit);
            End::undelivered(self.relay.end(End::Error(elapsed.into())));
        }
    }

    fn delivered(&self) {
        let mut idle = lock(&self.idle);
        if idle.unmet != u64::MAX {
            idle.unmet = idle.unmet.saturating_sub(1);
        }
        if idle.unmet > 0 {
            return;
        }
        idle.since = self.worker.now();
        let arm = !mem::replace(&mut idle.armed, true);
        drop(idle);
        if arm {
            self.arm(self.limit);
        }
    }
}

impl<T, S, E> Subscription for Link<T, S, E>
where
    T: 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn request(&self, demand: Demand) {
        let mut idle = lock(&self.idle);
        idle.unmet = idle.unmet.saturating_add(demand.get());
        drop(idle);
        self.relay.request(demand);
    }

    fn cancel(&self) {
        self.relay.cancel();
    }
}

struct Watched<T, S: Subscriber<T, E>, E> {
    relayed: RelaySubscriber<T, S, E>,
    link: Arc<Link<T, S, E>>,
}

impl<T, S, E> Subscriber<T, E> for Watched<T, S, E>
where
    T: Send + 'static,
    E: From<Elapsed> + Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.relayed.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.relay.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let used = self.relayed.try_on_next(item);
        if used {
            self.link.delivered();
        }
        used
    }

    fn on_error(self, error: E) {
        self.relayed.on_error(error);
    }

    fn on_complete(self) {
        self.relayed.on_complete();
    }
}
