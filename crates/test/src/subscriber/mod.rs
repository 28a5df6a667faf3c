mod assertions;
mod recording;

use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use reactive_streams::{Demand, Subscription};
use reactive_streams_tck::log::{Call, Judged, Link};

use crate::oracle::{self, Moment, Oracle, lock};
pub use recording::Recording;
use recording::{Hooks, OnNext, OnSubscribe};

/// The test's handle to a subscriber that records what it is told.
///
/// [`subscriber`](Self::subscriber) gives the other half, the one to subscribe. Clones are handles to
/// the same subscriber.
///
/// ```
/// use reactive_streams::{Demand, Publisher};
/// use reactive_streams_operators::{prelude::*, range};
/// use reactive_streams_test::TestSubscriber;
///
/// let subscriber = TestSubscriber::with_initial_demand(1);
/// range(0..4u32).map(|n| n * 10).subscribe(subscriber.subscriber());
/// subscriber.assert_values([0]).assert_not_terminated();
///
/// subscriber.request(9);
/// subscriber.assert_values([0, 10, 20, 30]).assert_complete().verify();
/// ```
///
/// # Rules
///
/// The conformance suite's oracle watches the publisher. When the handle is dropped (the first, not a
/// clone), what the publisher did is judged, and [`verify`](Self::verify) also judges what it owes. A rule that was
/// broken fails the test with the rule and the trace. A test that provokes a breach says so:
/// [`tolerating`](Self::tolerating), [`assert_abandoned`](Self::assert_abandoned).
///
/// # Demand
///
/// Requests the initial demand in `on_subscribe`, and after that what the test or a hook requests. When
/// the last handle is dropped, the subscription is cancelled (§2.6).
///
/// # Panics
///
/// The assertions panic when they do not hold. `request`, `cancel` and `subscription` panic before
/// there is a subscription.
#[doc(alias = "BaseTestConsumer")]
pub struct TestSubscriber<T, E> {
    owner: Arc<Owner<T, E>>,
    /// Clones do not judge: they live in closures, and are dropped in the middle of things.
    judges: bool,
}

/// All handles together; without any of them the stream is not wanted any more.
struct Owner<T, E>(Arc<Shared<T, E>>);

/// What the two halves share.
struct Shared<T, E> {
    oracle: Oracle,
    link: Link,
    state: Mutex<State<T, E>>,
    changed: Condvar,
}

struct State<T, E> {
    /// The half that can be subscribed, until it is asked for.
    hooks: Option<Hooks<T>>,
    subscription: Option<Arc<dyn Subscription>>,
    /// The publisher's own subscription, which ours passes on to.
    passed_on_to: Option<Weak<dyn Subscription>>,
    items: VecDeque<T>,
    received: usize,
    end: Option<End<E>>,
    dropped: bool,
    log_taken: usize,
}

/// How the stream ended.
#[derive(Debug)]
pub(crate) enum End<E> {
    Complete,
    Error(E),
}

/// The next thing that a verifier has not seen yet.
#[derive(Debug)]
pub(crate) enum Signal<T, E> {
    Next(T),
    End(End<E>),
}

impl<T, E> Clone for TestSubscriber<T, E> {
    fn clone(&self) -> Self {
        Self { owner: Arc::clone(&self.owner), judges: false }
    }
}

impl<T, E> Debug for TestSubscriber<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestSubscriber").field("log", &self.log()).finish_non_exhaustive()
    }
}

impl<T, E> Default for TestSubscriber<T, E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, E> TestSubscriber<T, E> {
    /// A subscriber with unbounded demand.
    #[doc(alias = "create")]
    #[doc(alias = "test")]
    #[doc(alias = "probe")]
    pub fn new() -> Self {
        Self::with_initial_demand(u64::MAX)
    }

    /// A subscriber that requests `count` elements in `on_subscribe`; with 0 it does not request.
    #[doc(alias = "builder")]
    #[doc(alias = "initialRequest")]
    pub fn with_initial_demand(count: u64) -> Self {
        let oracle = Oracle::new(Judged::Publisher);
        let link = oracle.link();
        let state = State {
            hooks: Some(Hooks::new(Demand::new(count))),
            subscription: None,
            passed_on_to: None,
            items: VecDeque::new(),
            received: 0,
            end: None,
            dropped: false,
            log_taken: 0,
        };
        let shared = Shared { oracle, link, state: Mutex::new(state), changed: Condvar::new() };
        Self { owner: Arc::new(Owner(Arc::new(shared))), judges: true }
    }

    fn shared(&self) -> &Shared<T, E> {
        &self.owner.0
    }

    /// Has `act` called in `on_subscribe`, after the initial request: it may request, cancel or panic.
    #[track_caller]
    #[must_use = "it is the same subscriber"]
    pub fn on_subscribe(self, act: impl FnMut(&Arc<dyn Subscription>) + Send + 'static) -> Self {
        self.hook(|hooks| hooks.on_subscribe = Some(Box::new(act) as OnSubscribe));
        self
    }

    /// Has `act` called with each element: it may request, cancel or panic.
    #[track_caller]
    #[must_use = "it is the same subscriber"]
    pub fn on_next(self, act: impl FnMut(&T, &Arc<dyn Subscription>) + Send + 'static) -> Self {
        self.hook(|hooks| hooks.on_next = Some(Box::new(act) as OnNext<T>));
        self
    }

    #[track_caller]
    fn hook(&self, set: impl FnOnce(&mut Hooks<T>)) {
        let mut state = lock(&self.shared().state);
        set(state.hooks.as_mut().expect("hooks are set before the subscriber is asked for"));
    }

    /// Does not fail the test when this rule is broken, `"1.1"` for example: it is provoked.
    ///
    /// # Panics
    ///
    /// When there is no such rule.
    #[must_use = "it is the same subscriber"]
    pub fn tolerating(self, rule: &str) -> Self {
        self.shared().oracle.tolerate(rule);
        self
    }

    /// The subscribing half.
    ///
    /// # Panics
    ///
    /// When it was asked for before: a subscriber is subscribed once (§2.12).
    #[track_caller]
    pub fn subscriber(&self) -> Recording<T, E> {
        let hooks = lock(&self.shared().state).hooks.take();
        let hooks = hooks.expect("§2.12: a TestSubscriber is subscribed once");
        Recording::new(Arc::clone(&self.owner.0), hooks)
    }

    /// Its subscription; requests made through it are recorded.
    #[track_caller]
    pub fn subscription(&self) -> Arc<dyn Subscription> {
        self.subscription_if_any()
            .expect("there was no on_subscribe, or the subscription was let go")
    }

    pub(crate) fn subscription_if_any(&self) -> Option<Arc<dyn Subscription>> {
        lock(&self.shared().state).subscription.clone()
    }

    /// Requests `count` more elements.
    ///
    /// # Panics
    ///
    /// When `count` is 0 (§3.9), or there is no subscription.
    #[doc(alias = "requestMore")]
    #[doc(alias = "requestNext")]
    #[track_caller]
    pub fn request(&self, count: u64) {
        let demand = Demand::new(count).expect("§3.9: a request of nothing");
        self.subscription().request(demand);
    }

    /// Cancels.
    #[track_caller]
    pub fn cancel(&self) {
        self.subscription().cancel();
    }

    /// The signals so far as text: `subscribe`, the elements, `complete` or `error …`.
    pub fn log(&self) -> Vec<String> {
        self.shared().oracle.log(&[self.shared().link], oracle::signal)
    }

    /// The part of [`log`](Self::log) since this was last called.
    pub fn take_log(&self) -> Vec<String> {
        let mut log = self.log();
        let seen = std::mem::replace(&mut lock(&self.shared().state).log_taken, log.len());
        log.split_off(seen)
    }

    /// The elements that were not taken yet.
    #[doc(alias = "assertValueAt")]
    pub fn take_values(&self) -> Vec<T> {
        std::mem::take(&mut lock(&self.shared().state).items).into()
    }

    /// Whether the publisher has dropped the subscriber, for whatever reason.
    pub fn is_dropped(&self) -> bool {
        lock(&self.shared().state).dropped
    }

    /// Whether a terminal signal has come.
    pub fn is_terminated(&self) -> bool {
        lock(&self.shared().state).end.is_some()
    }

    /// Lets go of the subscription, and tells whether somebody else still holds it.
    #[track_caller]
    pub fn subscription_leaks(&self) -> bool {
        let mut state = lock(&self.shared().state);
        let held = state.subscription.take();
        let passed_on_to = state.passed_on_to.take();
        drop(state);
        drop(held);
        passed_on_to.expect("there was no on_subscribe").strong_count() > 0
    }

    /// Waits until `count` elements have come in all, or the stream is over.
    ///
    /// # Panics
    ///
    /// When neither has happened after `timeout`.
    #[doc(alias = "awaitCount")]
    #[track_caller]
    pub fn await_count(&self, count: usize, timeout: Duration) -> &Self {
        self.await_that(timeout, &format!("{count} elements"), |state| {
            state.received >= count || state.is_over()
        })
    }

    /// Waits until the stream is over: with a terminal signal, or because the subscriber was dropped.
    ///
    /// # Panics
    ///
    /// When it is not over after `timeout`.
    #[doc(alias = "awaitDone")]
    #[track_caller]
    pub fn await_end(&self, timeout: Duration) -> &Self {
        self.await_that(timeout, "the end", |state| state.dropped)
    }

    #[track_caller]
    fn await_that(
        &self,
        timeout: Duration,
        what: &str,
        done: impl Fn(&State<T, E>) -> bool,
    ) -> &Self {
        if !self.wait(timeout, done) {
            panic!("waited {timeout:?} for {what}, and this came: {:?}", self.log());
        }
        self
    }

    /// Judges the publisher, as nothing more will come: also for what it still owes (§3.13 above all).
    ///
    /// Lets go of the subscription if the stream is over (§2.4).
    ///
    /// # Panics
    ///
    /// When it has broken a rule; the message has the rule and the trace.
    #[track_caller]
    pub fn verify(&self) {
        let mut state = lock(&self.shared().state);
        let dead = if state.dropped { state.subscription.take() } else { None };
        drop(state);
        drop(dead);
        self.shared().oracle.judge(Moment::Idle);
    }
}

// What the verifier needs.
impl<T, E> TestSubscriber<T, E> {
    /// Waits without sleeping; tells whether it is `done` in time.
    fn wait(&self, timeout: Duration, done: impl Fn(&State<T, E>) -> bool) -> bool {
        let state = lock(&self.shared().state);
        let waited = self.shared().changed.wait_timeout_while(state, timeout, |state| !done(state));
        // Poisoned, where an assertion failed with the lock: it shows the same state.
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        done(&state)
    }

    /// Waits until there is a signal that was not taken.
    pub(crate) fn await_signal(&self, timeout: Duration) -> bool {
        self.wait(timeout, |state| !state.items.is_empty() || state.is_over())
    }

    /// Waits until the subscriber has been dropped.
    pub(crate) fn await_drop(&self, timeout: Duration) -> bool {
        self.wait(timeout, |state| state.dropped)
    }

    /// Takes the next signal, if there is one.
    pub(crate) fn take_signal(&self) -> Option<Signal<T, E>> {
        let mut state = lock(&self.shared().state);
        let item = state.items.pop_front().map(Signal::Next);
        item.or_else(|| state.end.take().map(Signal::End))
    }

    /// Undoes the last [`take_signal`](Self::take_signal).
    pub(crate) fn put_back(&self, signal: Signal<T, E>) {
        let mut state = lock(&self.shared().state);
        match signal {
            Signal::Next(item) => state.items.push_front(item),
            Signal::End(end) => state.end = Some(end),
        }
    }

    /// Runs what subscribes the subscribing half (§1.9).
    pub(crate) fn subscribing(&self, subscribe: impl FnOnce(Recording<T, E>)) {
        let subscriber = self.subscriber();
        let Shared { oracle, link, .. } = self.shared();
        oracle.calling(*link, Call::Subscribe, || subscribe(subscriber));
    }

    pub(crate) fn complaint(&self, moment: Moment) -> Option<String> {
        self.shared().oracle.complaint(moment)
    }
}

impl<T, E> State<T, E> {
    fn is_over(&self) -> bool {
        self.end.is_some() || self.dropped
    }
}

impl<T, E> Drop for TestSubscriber<T, E> {
    fn drop(&mut self) {
        if self.judges {
            self.shared().oracle.judge(Moment::Midway);
        }
    }
}

impl<T, E> Drop for Owner<T, E> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        let held = state.subscription.take();
        let is_live = !state.is_over();
        drop(state);
        // A test that has failed already could only fail again.
        if let (Some(subscription), true, false) = (held, is_live, thread::panicking()) {
            subscription.cancel();
        }
    }
}
