use std::mem;
use std::sync::{Arc, Weak};
use std::time::Duration;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, End, Relay, RelaySubscriber, task};
use crate::scheduler::Worker;
use crate::sync::{Mutex, lock};

/// What upstream, fallback, timer and downstream share.
pub(super) struct Link<S, Q: Publisher> {
    /// The way to the downstream, and to the fallback when it has replaced the upstream.
    relay: Arc<Relay<S, Q::Error>>,
    main: Arbiter,
    watch: Mutex<Watch<Q>>,
    limit: Duration,
    only_first: bool,
    worker: Arc<dyn Worker>,
    me: Weak<Self>,
}

/// Who waits for how much, and since when.
struct Watch<Q> {
    state: State<Q>,
    /// Requested of the upstream, and not delivered.
    outstanding: u64,
    /// When the element that is awaited could come at the earliest.
    since: Duration,
    /// The time that the downstream takes is not the upstream's.
    delivering: bool,
    /// There is a timer: one at a time, set anew when it finds that it came too early.
    armed: bool,
}

enum State<Q> {
    /// An element may be late.
    Watching(Q),
    /// No element will be late any more.
    Settled,
    /// One was.
    Replaced,
}

impl<S, Q> Link<S, Q>
where
    Q: Publisher,
    S: Subscriber<Q::Item, Q::Error>,
{
    pub(super) fn new(
        fallback: Q,
        limit: Duration,
        only_first: bool,
        worker: Arc<dyn Worker>,
    ) -> Arc<Self> {
        let watch = Watch {
            state: State::Watching(fallback),
            outstanding: 0,
            since: Duration::ZERO,
            delivering: false,
            armed: false,
        };
        Arc::new_cyclic(|me| Self {
            relay: Arc::new(Relay::new()),
            main: Arbiter::new(0),
            watch: Mutex::new(watch),
            limit,
            only_first,
            worker,
            me: Weak::clone(me),
        })
    }

    pub(super) fn relay(&self) -> &Relay<S, Q::Error> {
        &self.relay
    }

    pub(super) fn main(&self) -> &Arbiter {
        &self.main
    }

    fn arm(&self, delay: Duration) {
        // Weak: a stream that has ended does not have to wait for its timer to be gone.
        let run = |me: &Weak<Self>| me.upgrade().iter().for_each(|link| link.check());
        // A timer that is lost would let an element be late for ever: the stream is over instead.
        let lost = |me: &Weak<Self>| me.upgrade().iter().for_each(|link| link.cancel());
        self.worker.schedule_after(delay, task(Weak::clone(&self.me), run, lost));
    }

    /// The timer: the element that is awaited is late, or was not awaited for long enough.
    fn check(&self) {
        let now = self.worker.now();
        let mut watch = lock(&self.watch);
        watch.armed = false;
        if !matches!(watch.state, State::Watching(_)) || watch.outstanding == 0 {
            return; // the next request sets it
        }
        let due = if watch.delivering { now } else { watch.since }.saturating_add(self.limit);
        if now < due {
            watch.armed = true;
            drop(watch);
            return self.arm(due - now);
        }
        let State::Watching(fallback) = mem::replace(&mut watch.state, State::Replaced) else {
            return;
        };
        let unmet = Demand::new(watch.outstanding);
        drop(watch);
        self.main.cancel();
        unmet.into_iter().for_each(|demand| self.relay.upstream.request(demand));
        fallback.subscribe(RelaySubscriber::new(Arc::clone(&self.relay)));
    }

    /// An element has come; `false` if it is too late.
    pub(super) fn begin(&self) -> bool {
        let mut watch = lock(&self.watch);
        match watch.state {
            State::Replaced => return false,
            State::Watching(_) => watch.delivering = true,
            State::Settled => {}
        }
        true
    }

    /// The element has been delivered, and may have `used` up demand.
    pub(super) fn delivered(&self, used: bool) {
        let mut watch = lock(&self.watch);
        if !mem::take(&mut watch.delivering) {
            return;
        }
        watch.since = self.worker.now();
        if used && watch.outstanding != u64::MAX {
            watch.outstanding = watch.outstanding.saturating_sub(1);
        }
        drop(watch);
        if self.only_first {
            self.settle();
        }
    }

    /// No element will be late any more; `false` if one was.
    fn settle(&self) -> bool {
        let mut watch = lock(&self.watch);
        if matches!(watch.state, State::Replaced) {
            return false;
        }
        let before = mem::replace(&mut watch.state, State::Settled);
        drop(watch);
        drop(before);
        true
    }

    pub(super) fn end(&self, end: End<Q::Error>) -> Option<End<Q::Error>> {
        if self.settle() {
            self.main.finish();
            self.relay.end(end)
        } else {
            Some(end) // the fallback has taken over
        }
    }
}

impl<S, Q> Subscription for Link<S, Q>
where
    Q: Publisher,
    S: Subscriber<Q::Item, Q::Error>,
{
    fn request(&self, demand: Demand) {
        let mut watch = lock(&self.watch);
        let mut arm = false;
        match watch.state {
            State::Replaced => {
                drop(watch);
                return self.relay.request(demand);
            }
            State::Watching(_) => {
                if watch.outstanding == 0 {
                    watch.since = self.worker.now();
                }
                watch.outstanding = watch.outstanding.saturating_add(demand.get());
                arm = !mem::replace(&mut watch.armed, true);
            }
            State::Settled => {}
        }
        drop(watch);
        if arm {
            self.arm(self.limit);
        }
        self.main.request(demand);
    }

    fn cancel(&self) {
        self.settle();
        self.main.cancel();
        self.relay.cancel();
    }
}
