use std::sync::atomic::{
    AtomicBool, AtomicU64,
    Ordering::{Relaxed, SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use reactive_streams::{Demand, Subscription};

use super::probe::{Plan, Probe};
use super::{World, stack};
use crate::log::{Call, Kind, Link};

/// The scenario's hand on one of our subscribers.
#[derive(Clone)]
pub(crate) struct Tap(Arc<State>);

pub(super) struct State {
    pub(super) world: World,
    link: Link,
    pub(super) subscription: Mutex<Option<Arc<dyn Subscription>>>,
    pub(super) requested: AtomicU64,
    pub(super) delivered: AtomicU64,
    pub(super) cancelled_at: AtomicU64,
    pub(super) labels: Mutex<Vec<Box<str>>>,
    pub(super) elided: Elided,
    pub(super) greeted: AtomicBool,
    pub(super) ended: AtomicBool,
    pub(super) completed: AtomicBool,
    pub(super) dropped: AtomicBool,
}

/// What has come, and was requested, without a line in the log. Only the probe adds to it.
#[derive(Default)]
pub(super) struct Elided {
    elements: AtomicU64,
    requests: AtomicU64,
    /// How many elements and requests the log has been told of.
    mentioned: Mutex<(u64, u64)>,
}

impl Elided {
    pub(super) fn element(&self) -> u64 {
        let count = self.elements.load(Relaxed) + 1;
        self.elements.store(count, Relaxed);
        count
    }

    pub(super) fn request(&self) {
        self.requests.store(self.requests.load(Relaxed) + 1, Relaxed);
    }
}

impl Tap {
    pub(crate) fn new(world: &World, link: Link) -> Self {
        Self(Arc::new(State {
            world: world.clone(),
            link,
            subscription: Mutex::new(None),
            requested: AtomicU64::new(0),
            delivered: AtomicU64::new(0),
            cancelled_at: AtomicU64::new(u64::MAX),
            labels: Mutex::default(),
            elided: Elided::default(),
            greeted: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            completed: AtomicBool::new(false),
            dropped: AtomicBool::new(false),
        }))
    }

    /// The subscriber that this is the hand on.
    pub(crate) fn probe(&self, plan: Plan) -> Probe {
        Probe::new(self.clone(), plan)
    }

    pub(super) fn state(&self) -> &State {
        &self.0
    }

    pub(crate) fn link(&self) -> Link {
        self.0.link
    }

    /// Brings the log up to date on elements that had no line of their own.
    pub(super) fn mention_elided(&self) {
        let elided = &self.0.elided;
        let mut mentioned = elided.mentioned.lock().unwrap_or_else(PoisonError::into_inner);
        // Elements first: each was requested before it came.
        let elements = elided.elements.load(SeqCst);
        let requests = elided.requests.load(SeqCst);
        let news = (elements - mentioned.0, requests - mentioned.1);
        if news != (0, 0) {
            *mentioned = (elements, requests);
            self.0.delivered.fetch_add(news.0, SeqCst);
            let (elements, requests) = news;
            self.0.world.record(self.0.link, Kind::Elided { elements, requests });
        }
    }

    pub(crate) fn delivered(&self) -> u64 {
        self.0.delivered.load(SeqCst)
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.0.ended.load(SeqCst)
    }

    pub(crate) fn is_completed(&self) -> bool {
        self.0.completed.load(SeqCst)
    }

    pub(crate) fn is_greeted(&self) -> bool {
        self.0.greeted.load(SeqCst)
    }

    pub(crate) fn is_dropped(&self) -> bool {
        self.0.dropped.load(SeqCst)
    }

    /// What arrived, as text.
    pub(crate) fn labels(&self) -> Vec<Box<str>> {
        self.0.labels.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn subscription(&self) -> Option<Arc<dyn Subscription>> {
        self.0.subscription.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for `count` more; nothing happens before `on_subscribe`.
    pub(crate) fn request(&self, count: u64) {
        let (Some(subscription), Some(demand)) = (self.subscription(), Demand::new(count)) else {
            return;
        };
        super::add_saturating(&self.0.requested, count);
        self.timed(Call::Request(count), || subscription.request(demand));
    }

    /// Cancels; nothing happens before `on_subscribe`.
    pub(crate) fn cancel(&self) {
        if let Some(subscription) = self.subscription() {
            self.0.cancelled_at.fetch_min(self.delivered(), SeqCst);
            self.timed(Call::Cancel, || subscription.cancel());
        }
    }

    /// Makes a call and notes when it took long (§3.4 is advice).
    fn timed(&self, call: Call, body: impl FnOnce()) {
        let start = Instant::now();
        let recorder = self.0.world.recorder();
        drop(stack::from_here(|| recorder.calling(self.0.link, call.clone(), body)));
        self.0.world.note_slow(self.0.link, call, start);
    }

    /// Runs a `subscribe` that brings the probe of this tap.
    pub(crate) fn subscribing(&self, subscribe: impl FnOnce()) {
        let recorder = self.0.world.recorder();
        drop(stack::from_here(|| recorder.calling(self.0.link, Call::Subscribe, subscribe)));
    }

    /// Lets go of the subscription; what is returned tells whether anybody else still holds it.
    pub(crate) fn let_go(&self) -> Option<Weak<dyn Subscription>> {
        let held = self.0.subscription.lock().unwrap_or_else(PoisonError::into_inner).take();
        held.as_ref().map(Arc::downgrade)
    }
}
