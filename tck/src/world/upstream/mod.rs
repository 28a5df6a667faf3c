mod delivery;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reactive_streams::{Demand, Subscription};

use super::newcomer::Newcomer;
use super::{AnySubscriber, Elements, Execution, Origin, Rng, TestError, World};
use crate::log::{Call, Declaration, Kind, Link, Thing};
pub(crate) use delivery::Delivery;

/// What our publisher does by itself when it is asked or cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Nothing: the scenario sends what it wants to send.
    Wait,
    /// Emits what was requested, on the caller's thread before `request` returns, and ends with
    /// completion or, if so told, with an error.
    Emit { fail: bool },
    /// Completes from inside `request`, or fails.
    End { fail: bool },
}

/// Our own publisher: it keeps the rules, writes everything down, and does as the scenario says.
#[derive(Clone)]
pub(crate) struct Upstream(Arc<State>);

struct State {
    world: World,
    link: Link,
    reaction: Reaction,
    /// Out of its place while a signal runs, so that nobody else can signal (§1.3).
    subscriber: Mutex<Option<Box<dyn AnySubscriber>>>,
    source: Mutex<Option<Elements>>,
    requested: AtomicU64,
    /// How many elements went out, and how many of them used up demand.
    given: AtomicU64,
    delivered: AtomicU64,
    cancelled: AtomicBool,
    drops_on_cancel: AtomicBool,
    dawdles: AtomicBool,
    delivery: Delivery,
    /// Chooses how long bursts are.
    rng: Mutex<Rng>,
    /// There are too many elements to write each down; how many have not been.
    elides: bool,
    elided: AtomicU64,
}

/// How long a call is held open where it can hardly be met by another.
const MOMENT: Duration = Duration::from_micros(200);

/// From this length on, elements and requests are counted and not written down.
const TOO_MANY: u64 = 20_000;

impl Upstream {
    /// A publisher of `length` elements to `subscriber`, on a link declared as `declaration`.
    pub(crate) fn new(
        world: &World,
        link: Link,
        declaration: Declaration,
        reaction: Reaction,
        length: u64,
        subscriber: Box<dyn AnySubscriber>,
    ) -> Self {
        world.record(link, Kind::Declared(Box::new(declaration)));
        let origin = Origin::new(link, world.recorder(), world.ledger());
        let source = Elements::new(length, &origin);
        Self(Arc::new(State {
            world: world.clone(),
            link,
            reaction,
            subscriber: Mutex::new(Some(subscriber)),
            source: Mutex::new(Some(source)),
            requested: AtomicU64::new(0),
            given: AtomicU64::new(0),
            delivered: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            drops_on_cancel: AtomicBool::new(true),
            dawdles: AtomicBool::new(false),
            delivery: Delivery::of(world.seed()),
            rng: Mutex::new(Rng::new(world.seed())),
            elides: length > TOO_MANY && matches!(reaction, Reaction::Emit { .. }),
            elided: AtomicU64::new(0),
        }))
    }

    pub(crate) fn link(&self) -> Link {
        self.0.link
    }

    pub(crate) fn requested(&self) -> u64 {
        self.0.requested.load(SeqCst)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(SeqCst)
    }

    /// Elements that were requested and not yet sent.
    pub(crate) fn outstanding(&self) -> u64 {
        self.0.outstanding()
    }

    /// Holds every request and cancel open for a while (§2.7).
    pub(crate) fn dawdle(&self) {
        self.0.dawdles.store(true, SeqCst);
    }

    /// Keeps the subscriber after cancel, as a publisher that has not noticed yet (§2.8).
    pub(crate) fn linger_after_cancel(&self) {
        self.0.drops_on_cancel.store(false, SeqCst);
    }

    /// Gives the subscriber its subscription.
    pub(crate) fn greet(&self) {
        let handle: Arc<dyn Subscription> = Arc::new(Handle { state: Arc::clone(&self.0) });
        let link = self.0.link;
        self.0.signal(link, Call::OnSubscribe, |subscriber| subscriber.on_subscribe(handle));
        self.0.settle();
    }

    /// Gives it another one, which it must refuse (§2.5), and returns that one's link.
    pub(crate) fn greet_again(&self) -> Link {
        let link = self.0.world.recorder().link();
        let mut declaration = Declaration::new(crate::log::Judged::Subscriber);
        declaration.newcomer_to = Some(self.0.link);
        self.0.world.record(link, Kind::Declared(Box::new(declaration)));
        let newcomer = Arc::new(Newcomer::new(link, self.0.world.recorder()));
        self.0.signal(link, Call::OnSubscribe, |subscriber| subscriber.on_subscribe(newcomer));
        self.0.settle();
        link
    }

    /// Sends the next element; only what was requested may be sent.
    pub(crate) fn send(&self) {
        self.send_up_to(1);
    }

    /// Sends as many elements as are requested, and at most `most`: one or a burst at a time, and lets
    /// happen after each what happens `between`.
    pub(crate) fn send_requested(&self, most: u64, between: impl Fn()) {
        let end = self.0.given.load(SeqCst).saturating_add(most);
        loop {
            let given = self.0.given.load(SeqCst);
            if given >= end || self.outstanding() == 0 || self.is_cancelled() {
                return;
            }
            self.send_up_to(end - given);
            between();
            if self.0.given.load(SeqCst) == given {
                return; // there are no more, or nobody takes them
            }
        }
    }

    fn send_up_to(&self, most: u64) {
        let taken = self.0.slot().take();
        if let Some(mut subscriber) = taken {
            let normal = self.0.give(&mut *subscriber, most);
            self.0.put_back(subscriber, normal);
            self.0.settle();
        }
    }

    pub(crate) fn complete(&self) {
        self.end(false);
    }

    pub(crate) fn fail(&self) {
        self.end(true);
    }

    fn end(&self, fail: bool) {
        let taken = self.0.slot().take();
        if let Some(subscriber) = taken {
            self.0.end(subscriber, fail);
        }
    }

    /// Drops the subscriber without a word.
    pub(crate) fn drop_subscriber(&self) {
        drop(self.0.source().take());
        let taken = self.0.slot().take();
        if let Some(subscriber) = taken {
            self.0.drop_quietly(subscriber);
        }
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("link", &self.0.link).finish_non_exhaustive()
    }
}

impl State {
    fn slot(&self) -> MutexGuard<'_, Option<Box<dyn AnySubscriber>>> {
        self.subscriber.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn source(&self) -> MutexGuard<'_, Option<Elements>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rng(&self) -> MutexGuard<'_, Rng> {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, kind: Kind) {
        self.world.record(self.link, kind);
    }

    /// Takes the subscriber, signals it, and puts it back unless it panicked.
    fn signal(&self, link: Link, call: Call, act: impl FnOnce(&mut dyn AnySubscriber)) {
        let taken = self.slot().take();
        if let Some(mut subscriber) = taken {
            let result = self.world.recorder().calling(link, call, || act(&mut *subscriber));
            self.put_back(subscriber, result.is_ok());
        }
    }

    /// Tells whether the subscriber is in its place again.
    fn put_back(&self, subscriber: Box<dyn AnySubscriber>, normal: bool) -> bool {
        if normal {
            *self.slot() = Some(subscriber);
        } else {
            // §2.13: it counts as cancelled; the log has the panic.
            self.cancelled.store(true, SeqCst);
            self.drop_quietly(subscriber);
        }
        normal
    }

    fn end(&self, subscriber: Box<dyn AnySubscriber>, fail: bool) {
        drop(self.source().take()); // §1.6
        self.mention_elided();
        let error = TestError(self.delivered.load(SeqCst));
        let call = if fail { Call::OnError(crate::log::label(&error)) } else { Call::OnComplete };
        let signalled = self.world.recorder().calling(self.link, call, || {
            if fail { subscriber.on_error(error) } else { subscriber.on_complete() }
        });
        drop(signalled); // what became of it is in the log
    }

    fn mention_elided(&self) {
        let elided = self.elided.swap(0, SeqCst);
        if elided > 0 {
            self.record(Kind::Elided { elements: elided, requests: elided });
        }
    }

    /// After a signal, a request or a cancel: does what the reaction says, or lets go.
    ///
    /// Whoever finds the subscriber in its place emits; whoever does not leaves it to the one that
    /// has it, who looks again after putting it back.
    fn settle(&self) {
        loop {
            let taken = self.slot().take();
            let Some(subscriber) = taken else { return };
            if !self.emit(subscriber) {
                return;
            }
            let lingers = self.cancelled.load(SeqCst) && !self.drops_on_cancel.load(SeqCst);
            if lingers || !self.has_work() {
                return;
            }
        }
    }

    fn has_work(&self) -> bool {
        let outstanding = self.outstanding();
        self.cancelled.load(SeqCst)
            || match self.reaction {
                Reaction::Wait => false,
                Reaction::Emit { .. } => outstanding > 0 || self.is_exhausted(),
                Reaction::End { .. } => outstanding > 0,
            }
    }

    fn outstanding(&self) -> u64 {
        self.requested.load(SeqCst).saturating_sub(self.delivered.load(SeqCst))
    }

    fn is_exhausted(&self) -> bool {
        self.source().as_ref().is_none_or(|source| source.size_hint().0 == 0)
    }

    /// Tells whether the subscriber is in its place again.
    fn emit(&self, mut subscriber: Box<dyn AnySubscriber>) -> bool {
        loop {
            if self.cancelled.load(SeqCst) {
                if self.drops_on_cancel.load(SeqCst) {
                    drop(self.source().take());
                    self.drop_quietly(subscriber);
                    return false;
                }
                return self.put_back(subscriber, true);
            }
            match self.reaction {
                _ if !self.has_work() => return self.put_back(subscriber, true),
                Reaction::End { fail } => {
                    self.end(subscriber, fail);
                    return false;
                }
                Reaction::Emit { fail } if self.is_exhausted() => {
                    self.end(subscriber, fail);
                    return false;
                }
                _ => {
                    if !self.give(&mut *subscriber, u64::MAX) {
                        return self.put_back(subscriber, false);
                    }
                }
            }
        }
    }

    fn drop_quietly(&self, subscriber: Box<dyn AnySubscriber>) {
        self.mention_elided();
        let dropped = self.world.recorder().calling(self.link, Call::Drop, || {
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(subscriber)));
            // Before the call returns: what others do because of it must not come in between.
            self.record(Kind::Dropped(Thing::Subscriber));
            dropped.unwrap_or_else(|payload| resume_unwind(payload));
        });
        drop(dropped); // a panic is in the log
    }

    /// Holds a call of request or cancel open for a while, so that another can be seen to overlap.
    fn dawdle(&self) {
        if self.dawdles.load(SeqCst) {
            let own_threads = self.world.execution() == Execution::Foreign;
            let window = self.world.limits().must_not_happen;
            std::thread::sleep(if own_threads { window } else { MOMENT });
        }
    }
}

/// The subscription that we give out: its drop is seen.
struct Handle {
    state: Arc<State>,
}

impl Handle {
    /// Writes a call down, and lets its panic through to the caller who is under test.
    fn called(&self, call: Call, act: impl FnOnce(&State)) {
        let state = &*self.state;
        let result = state.world.recorder().calling(state.link, call, || {
            act(state);
            state.dawdle();
            state.settle();
        });
        if let Err(payload) = result {
            resume_unwind(payload);
        }
    }
}

impl Subscription for Handle {
    fn request(&self, demand: Demand) {
        if self.state.elides {
            super::add_saturating(&self.state.requested, demand.get());
            return self.state.settle();
        }
        self.called(Call::Request(demand.get()), |state| {
            super::add_saturating(&state.requested, demand.get());
        });
    }

    fn cancel(&self) {
        self.called(Call::Cancel, |state| state.cancelled.store(true, SeqCst));
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.state.record(Kind::Dropped(Thing::Subscription));
    }
}
