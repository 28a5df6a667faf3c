use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use reactive_streams::{Demand, Subscriber, Subscription};
use reactive_streams_operators::BoxSubscriber;
use reactive_streams_tck::log::{Call, Declaration, Judged, Kind, Link, Outcome, Thing};
use reactive_streams_tck::rule::Rule;

use super::Violation;
use crate::oracle::{self, Oracle, label, lock};

/// What the handles, the publishing half and the subscriptions share.
pub(super) struct Stage<T, E> {
    pub(super) oracle: Oracle,
    violations: Vec<Violation>,
    state: Mutex<State<T, E>>,
}

pub(super) struct State<T, E> {
    slot: Slot<T, E>,
    /// One for each subscriber so far.
    pub(super) links: Vec<Link>,
    pub(super) requested: u64,
    delivered: u64,
    pub(super) cancelled: bool,
    /// The last handle is gone.
    closed: bool,
}

enum Slot<T, E> {
    Vacant,
    Waiting(BoxSubscriber<T, E>),
    /// On its way through a signal.
    Signalling,
    /// Gone; this rule forbids to signal it, for this reason.
    Gone(&'static str, &'static str),
}

impl<T, E> Slot<T, E> {
    const CANCELLED: Self = Self::Gone("1.8", "the subscription is cancelled");
}

impl<T, E> State<T, E> {
    fn new() -> Self {
        let slot = Slot::Vacant;
        Self {
            slot,
            links: Vec::new(),
            requested: 0,
            delivered: 0,
            cancelled: false,
            closed: false,
        }
    }
}

impl<T, E> Stage<T, E> {
    pub(super) fn new(violations: Vec<Violation>) -> Self {
        let oracle = Oracle::new(Judged::Subscriber);
        Self { oracle, violations, state: Mutex::new(State::new()) }
    }

    pub(super) fn read<R>(&self, look: impl FnOnce(&State<T, E>) -> R) -> R {
        look(&lock(&self.state))
    }

    fn allows(&self, violation: Violation) -> bool {
        self.violations.contains(&violation)
    }

    pub(super) fn log<R>(&self, choose: fn(&Call) -> Option<R>) -> Vec<R> {
        let links = self.read(|state| state.links.clone());
        self.oracle.log(&links, choose)
    }
}

impl<T: 'static, E: 'static> Stage<T, E> {
    /// Nobody is left to say anything: completes, as a channel does, and serves nobody any more.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        let gone = Slot::Gone("1.7", "all handles have been dropped");
        let last = std::mem::replace(&mut state.slot, gone);
        let link = state.links.last().copied();
        drop(state);
        if let (Slot::Waiting(subscriber), Some(link)) = (last, link) {
            if thread::panicking() {
                return self.dispose(link, subscriber); // the test has failed: no more of its code
            }
            self.oracle.calling(link, Call::OnComplete, || subscriber.on_complete());
        }
    }

    /// Drops the subscriber without a word.
    fn dispose(&self, link: Link, subscriber: BoxSubscriber<T, E>) {
        self.oracle.calling(link, Call::Drop, || {
            drop(subscriber);
            self.oracle.record(link, Kind::Dropped(Thing::Subscriber));
        });
    }
}

impl<T, E> Stage<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    #[track_caller]
    pub(super) fn connect<S: Subscriber<T, E>>(self: &Arc<Self>, subscriber: S) {
        let mut state = lock(&self.state);
        if matches!(state.slot, Slot::Waiting(_) | Slot::Signalling) {
            drop(state);
            refuse("1.11", "a TestPublisher serves one subscriber at a time, and has a live one");
        }
        let (links, closed) = (std::mem::take(&mut state.links), state.closed);
        *state = State { links, closed, ..State::new() };
        state.slot = Slot::Signalling;
        let link = self.oracle.link();
        state.links.push(link);
        drop(state);
        let subscriber = BoxSubscriber::new(subscriber);
        if self.allows(Violation::NoSubscription) {
            return self.put_back(link, subscriber);
        }
        let subscription = Arc::new(Handle { stage: Arc::clone(self), link });
        self.signal(link, link, Call::OnSubscribe, subscriber, |subscriber| {
            subscriber.on_subscribe(subscription);
            true
        });
    }

    /// Takes the subscriber out, to be signalled; refuses when a rule forbids that.
    #[track_caller]
    fn take(&self, leaves: Slot<T, E>) -> (Link, BoxSubscriber<T, E>) {
        let mut state = lock(&self.state);
        let link = state.links.last().copied();
        let found = std::mem::replace(&mut state.slot, leaves);
        match (found, link) {
            (Slot::Waiting(subscriber), Some(link)) => (link, subscriber),
            (other, _) => {
                let (rule, why) = match &other {
                    Slot::Signalling => ("1.3", "another signal is under way"),
                    Slot::Gone(rule, why) => (*rule, *why),
                    _ => ("1.9", "nobody has subscribed"),
                };
                state.slot = other;
                drop(state);
                refuse(rule, why)
            }
        }
    }

    #[track_caller]
    pub(super) fn element(
        &self,
        item: T,
        give: impl FnOnce(&mut BoxSubscriber<T, E>, T) -> bool,
    ) -> bool {
        let call = Call::OnNext(label(&item));
        let (requested, delivered) = self.read(|state| (state.requested, state.delivered));
        let is_live = self.read(|state| matches!(state.slot, Slot::Waiting(_)));
        if is_live && delivered >= requested && !self.allows(Violation::ExceedDemand) {
            let next = delivered + 1;
            refuse("1.1", &format!("{requested} requested, and this would be element {next}"));
        }
        let (link, subscriber) = self.take(Slot::Signalling);
        lock(&self.state).delivered += 1;
        let used = self.signal(link, link, call, subscriber, |subscriber| give(subscriber, item));
        if !used {
            lock(&self.state).delivered -= 1;
        }
        used
    }

    #[track_caller]
    pub(super) fn end(&self, call: Call, act: impl FnOnce(BoxSubscriber<T, E>)) {
        let (link, subscriber) = self.take(Slot::Gone("1.7", "there was a terminal signal"));
        self.oracle.calling(link, call, || act(subscriber));
    }

    #[track_caller]
    pub(super) fn abandon(&self) {
        let (link, subscriber) = self.take(Slot::Gone("1.7", "the subscriber was abandoned"));
        self.dispose(link, subscriber);
    }

    #[track_caller]
    pub(super) fn subscribe_again(self: &Arc<Self>) -> Vec<String> {
        if !self.allows(Violation::SecondSubscription) {
            refuse("2.12", "ask for Violation::SecondSubscription to break it");
        }
        let (first, subscriber) = self.take(Slot::Signalling);
        let was_cancelled = self.read(|state| state.cancelled);
        // Newcomer to a link of its own: cancelling the first is fine later on, only not now.
        let challenged = Some(self.oracle.link());
        let declaration =
            Declaration { newcomer_to: challenged, ..Declaration::new(Judged::Subscriber) };
        let link = self.oracle.declare(declaration);
        let subscription = Arc::new(Handle { stage: Arc::clone(self), link });
        self.signal(link, first, Call::OnSubscribe, subscriber, |subscriber| {
            subscriber.on_subscribe(subscription);
            true
        });
        if self.read(|state| state.cancelled) && !was_cancelled {
            refuse("2.5", "the first subscription was cancelled when a second one arrived");
        }
        self.oracle.log(&[link], oracle::wish)
    }

    /// Signals the subscriber, and puts it back unless it panicked.
    fn signal(
        &self,
        link: Link,
        home: Link,
        call: Call,
        mut subscriber: BoxSubscriber<T, E>,
        act: impl FnOnce(&mut BoxSubscriber<T, E>) -> bool,
    ) -> bool {
        let outcome = |used: &bool| if *used { Outcome::Normal } else { Outcome::Declined };
        let result = catch_unwind(AssertUnwindSafe(|| {
            self.oracle.calling_with(link, call, || act(&mut subscriber), outcome)
        }));
        match result {
            Ok(used) => {
                self.put_back(home, subscriber);
                used
            }
            Err(payload) => {
                lock(&self.state).slot = Slot::Gone("2.13", "the subscriber has panicked");
                self.dispose(home, subscriber);
                resume_unwind(payload);
            }
        }
    }

    fn put_back(&self, link: Link, subscriber: BoxSubscriber<T, E>) {
        let mut state = lock(&self.state);
        if state.cancelled && !self.allows(Violation::SignalAfterCancel) {
            state.slot = Slot::CANCELLED;
        }
        if matches!(state.slot, Slot::Signalling) && !state.closed {
            state.slot = Slot::Waiting(subscriber);
            return;
        }
        drop(state);
        self.dispose(link, subscriber);
    }
}

/// A signal that a rule forbids fails the test.
#[track_caller]
fn refuse(rule: &str, why: &str) -> ! {
    panic!("{}: {why}", Rule::named(rule))
}

/// The subscription of one link.
struct Handle<T, E> {
    stage: Arc<Stage<T, E>>,
    link: Link,
}

impl<T, E> Handle<T, E> {
    /// Changes what is known of the subscriber, unless this is about another one.
    fn update(&self, change: impl FnOnce(&mut State<T, E>)) {
        let mut state = lock(&self.stage.state);
        if state.links.last() == Some(&self.link) {
            change(&mut state);
        }
    }
}

impl<T, E> Subscription for Handle<T, E>
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
{
    fn request(&self, demand: Demand) {
        self.stage.oracle.calling(self.link, Call::Request(demand.get()), || {
            self.update(|state| state.requested = state.requested.saturating_add(demand.get()));
        });
    }

    fn cancel(&self) {
        let stage = &self.stage;
        stage.oracle.calling(self.link, Call::Cancel, || {
            let mut dropped = None;
            self.update(|state| {
                state.cancelled = true;
                let keeps = stage.allows(Violation::SignalAfterCancel);
                if !keeps && matches!(state.slot, Slot::Waiting(_)) {
                    dropped = Some(std::mem::replace(&mut state.slot, Slot::CANCELLED));
                }
            });
            if let Some(Slot::Waiting(subscriber)) = dropped {
                stage.dispose(self.link, subscriber);
            }
        });
    }
}

impl<T, E> Drop for Handle<T, E> {
    fn drop(&mut self) {
        self.stage.oracle.record(self.link, Kind::Dropped(Thing::Subscription));
    }
}
