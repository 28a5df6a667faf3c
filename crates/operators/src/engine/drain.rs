use std::sync::{Arc, Weak};
use std::task::{Wake, Waker};

use reactive_streams::{Demand, Subscriber, Subscription};

use super::direct::Demanded;
use super::emission::{Emission, State};
use super::{Arbiter, Feed};
use crate::scheduler::Worker;
use crate::sync::{AtomicUsize, Ordering};

/// How many elements a drain emits before it lets others have the worker.
const BUDGET: u64 = 1024;

/// How many elements are delivered directly before who does so sees whether somebody waits.
const TURN: u64 = 256;

/// Emits what others put into its feed: the queue-drain of publish_on, channel, share, from_stream.
///
/// Whatever may let it go on (demand, an element, the end) is one more in the work counter. Who moves
/// that from zero runs the drain, on the worker if there is one; everybody else only adds.
pub(crate) struct Drain<F, S> {
    emission: Emission<F, S>,
    work: AtomicUsize,
    worker: Option<Box<dyn Worker>>,
    /// Cancelled at once with us, and not only when the feed is dropped: a burst may be inside it.
    upstreams: [Option<Arc<dyn Subscription>>; 2],
    me: Weak<Self>,
}

impl<F, S> Drain<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    pub(crate) fn new(
        worker: Option<Box<dyn Worker>>,
        upstream: Option<Arc<Arbiter>>,
    ) -> Arc<Self> {
        Self::of_two(worker, [upstream, None])
    }

    /// A drain of what comes from two sides.
    pub(crate) fn of_two(
        worker: Option<Box<dyn Worker>>,
        upstreams: [Option<Arc<Arbiter>>; 2],
    ) -> Arc<Self> {
        Self::of(worker, upstreams.map(|upstream| upstream.map(|upstream| upstream as _)))
    }

    /// A drain of what comes from wherever `upstreams` says.
    pub(crate) fn of(
        worker: Option<Box<dyn Worker>>,
        upstreams: [Option<Arc<dyn Subscription>>; 2],
    ) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            emission: Emission::new(0),
            // One while `on_subscribe` runs, so that nothing is emitted in it.
            work: AtomicUsize::new(1),
            worker,
            upstreams,
            me: Weak::clone(me),
        })
    }

    /// What the owner of the feed calls when there is more in it.
    pub(crate) fn waker(self: &Arc<Self>) -> Waker {
        Waker::from(Arc::clone(self))
    }

    /// Subscribes `subscriber` to `feed`; to be called once.
    pub(crate) fn start(self: &Arc<Self>, feed: F, mut subscriber: S) {
        subscriber.on_subscribe(Arc::clone(self) as Arc<dyn Subscription>);
        self.emission.put(State { subscriber, feed });
        self.run();
    }

    /// Takes the right to emit and all that emits, if nobody has it and the stream is not over. To be
    /// given back by [`leave`](Self::leave); after a panic nobody emits again.
    pub(crate) fn enter(&self) -> Option<State<F, S>> {
        self.work.compare_exchange(0, 1, Ordering::AcqRel, Ordering::Relaxed).ok()?;
        self.emission.take()
    }

    /// Lets what has come meanwhile be emitted, though not for ever, before it goes on; `emitted` elements
    /// have been delivered since the right was taken. Without a state the stream is over.
    pub(crate) fn pass(&self, state: State<F, S>, emitted: u64) -> Option<State<F, S>> {
        let seen = self.work.load(Ordering::Acquire);
        if !self.emission.emit(state, emitted, emitted.saturating_add(BUDGET)) {
            self.work.fetch_sub(seen - 1, Ordering::AcqRel);
        }
        self.emission.take()
    }

    /// Gives back what [`enter`](Self::enter) took, as [`pass`](Self::pass) but for good.
    pub(crate) fn leave(&self, state: State<F, S>, emitted: u64) {
        let mut again = self.emission.emit(state, emitted, u64::MAX);
        while again {
            again = self.emission.burst(u64::MAX);
        }
        if self.work.fetch_sub(1, Ordering::AcqRel) > 1 {
            self.drain();
        }
    }

    /// As [`leave`](Self::leave), for who knows that the feed is empty: whatever comes into it is
    /// announced, as it always is.
    pub(crate) fn leave_empty(&self, state: State<F, S>, emitted: u64) {
        // First the state, as in an emission.
        self.emission.put(state);
        self.emission.requested().sub(emitted);
        if self.work.fetch_sub(1, Ordering::AcqRel) > 1 {
            self.drain();
        }
    }

    /// Takes all that emits, without the right to emit: for who alone fills the feed, and finds it
    /// empty. Whoever has that right meanwhile has nothing to emit. To be given back by
    /// [`restore`](Self::restore).
    pub(crate) fn borrow(&self) -> Option<State<F, S>> {
        self.emission.take()
    }

    /// Gives back what [`borrow`](Self::borrow) took; `emitted` elements have been delivered.
    pub(crate) fn restore(&self, state: State<F, S>, emitted: u64) {
        // First the state, as in an emission.
        self.emission.put(state);
        self.emission.requested().sub(emitted);
    }

    /// Whether nothing is wanted, as far as one can see without the right to emit.
    pub(crate) fn is_satisfied(&self) -> bool {
        self.emission.requested().get() == 0
    }

    /// Whether somebody waits for whoever has the right to emit.
    pub(crate) fn is_contended(&self) -> bool {
        self.work.load(Ordering::Relaxed) > 1
    }

    pub(crate) fn notify(&self) {
        if self.work.fetch_add(1, Ordering::AcqRel) == 0 {
            self.run();
        }
    }

    fn run(&self) {
        let Some(worker) = &self.worker else { return self.drain() };
        if let Some(me) = self.me.upgrade() {
            let run = Run(Some(me));
            worker.schedule(Box::new(move || run.run()));
        }
    }

    fn drain(&self) {
        let mut seen = self.work.load(Ordering::Acquire);
        while seen != 0 {
            while self.emission.burst(BUDGET) {
                if self.worker.is_some() {
                    // Whoever shares the worker has a turn. The work is not done, so nobody else begins.
                    return self.run();
                }
            }
            seen = self.work.fetch_sub(seen, Ordering::AcqRel) - seen;
        }
    }
}

impl<F, S> Demanded for Drain<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    /// Counts what has been delivered since the right to emit was taken. Looks up from time to time:
    /// who delivers directly is not to keep the others waiting for ever.
    fn limit(&self, delivered: u64) -> u64 {
        if delivered > 0 && self.is_contended() {
            return delivered;
        }
        self.emission.requested().get().min(delivered.saturating_add(TURN))
    }

    fn is_closed(&self) -> bool {
        self.emission.is_cancelled()
    }
}

impl<F, S> Subscription for Drain<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    fn request(&self, demand: Demand) {
        if self.emission.requested().add(demand) == 0 {
            self.notify();
        }
    }

    fn cancel(&self) {
        self.emission.cancel();
        self.upstreams.iter().flatten().for_each(|upstream| upstream.cancel());
    }
}

impl<F, S> Wake for Drain<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    fn wake(self: Arc<Self>) {
        self.notify();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.notify();
    }
}

/// A drain on its way to a worker. A worker that has shut down drops it, and then nobody would ever
/// emit again: the drain ends, and its subscriber learns that from its drop.
struct Run<F, S>(Option<Arc<Drain<F, S>>>)
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>;

impl<F, S> Run<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    fn run(mut self) {
        if let Some(drain) = self.0.take() {
            drain.drain();
        }
    }
}

impl<F, S> Drop for Run<F, S>
where
    F: Feed,
    S: Subscriber<F::Item, F::Error>,
{
    fn drop(&mut self) {
        if let Some(drain) = self.0.take() {
            drain.cancel();
        }
    }
}
