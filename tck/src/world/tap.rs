use std::cell::Cell;
use std::fmt::{self, Debug};
use std::panic::resume_unwind;
use std::sync::atomic::{
    AtomicBool, AtomicU64,
    Ordering::{Relaxed, SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use reactive_streams::{Demand, Subscriber, Subscription};

use super::{World, panic_on_purpose};
use crate::log::{Call, Handled, Kind, Link, Outcome, Thing};

/// How far the stack may grow between a request and an element (§3.3).
const STACK_LIMIT: usize = 64 * 1024;

/// Where we break out of a recursion that has already been reported.
const STACK_BRAKE: usize = 256 * 1024;

/// How far past what is allowed an endless emission may run before we break out of it.
const BRAKE: u64 = 1000;

thread_local! {
    /// The address of a local of the outermost call that we made on this thread; 0 outside of one.
    static STACK_BASE: Cell<usize> = const { Cell::new(0) };
}

fn stack_address() -> usize {
    let local = 0_u8;
    std::hint::black_box(&raw const local) as usize
}

/// Runs `body` as the place from which the growth of the stack is measured.
fn from_here<R>(body: impl FnOnce() -> R) -> R {
    struct Reset(usize);
    impl Drop for Reset {
        fn drop(&mut self) {
            STACK_BASE.set(self.0);
        }
    }
    let _reset = Reset(STACK_BASE.get());
    if STACK_BASE.get() == 0 {
        STACK_BASE.set(stack_address());
    }
    body()
}

type Act<A> = Option<Box<A>>;
type OnNext = dyn FnMut(&Tap, u64) + Send;

/// What our subscriber does when it is signalled; by default, nothing.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) on_subscribe: Act<dyn FnMut(&Tap) + Send>,
    /// Gets the number of elements so far, this one included.
    pub(crate) on_next: Act<OnNext>,
    pub(crate) on_terminal: Act<dyn FnOnce(&Tap) + Send>,
    /// Whether `try_on_next` accepts the n-th element that is offered.
    pub(crate) accept: Act<dyn FnMut(u64) -> bool + Send>,
    /// Requests the next one from inside each element without a line in the log, up to so many.
    pub(crate) one_by_one: u64,
    /// The link to which what arrives here counts as handled: the upstream of a processor.
    pub(crate) handles_for: Option<Link>,
}

impl Plan {
    pub(crate) fn on_subscribe(mut self, act: impl FnMut(&Tap) + Send + 'static) -> Self {
        self.on_subscribe = Some(Box::new(act));
        self
    }

    pub(crate) fn on_next(mut self, act: impl FnMut(&Tap, u64) + Send + 'static) -> Self {
        self.on_next = Some(Box::new(act));
        self
    }

    pub(crate) fn on_terminal(mut self, act: impl FnOnce(&Tap) + Send + 'static) -> Self {
        self.on_terminal = Some(Box::new(act));
        self
    }

    pub(crate) fn accept(mut self, choose: impl FnMut(u64) -> bool + Send + 'static) -> Self {
        self.accept = Some(Box::new(choose));
        self
    }

    pub(crate) fn one_by_one(mut self, most: u64) -> Self {
        self.one_by_one = most;
        self
    }
}

/// The scenario's hand on one of our subscribers.
#[derive(Clone)]
pub(crate) struct Tap(Arc<State>);

struct State {
    world: World,
    link: Link,
    subscription: Mutex<Option<Arc<dyn Subscription>>>,
    requested: AtomicU64,
    delivered: AtomicU64,
    cancelled_at: AtomicU64,
    labels: Mutex<Vec<Box<str>>>,
    burst: Burst,
    greeted: AtomicBool,
    ended: AtomicBool,
    completed: AtomicBool,
    dropped: AtomicBool,
}

/// What has come, and was requested, without a line in the log. Only the probe adds to it.
#[derive(Default)]
struct Burst {
    elements: AtomicU64,
    requests: AtomicU64,
    /// How many elements and requests the log has been told of.
    mentioned: Mutex<(u64, u64)>,
}

impl Burst {
    fn element(&self) -> u64 {
        let count = self.elements.load(Relaxed) + 1;
        self.elements.store(count, Relaxed);
        count
    }

    fn request(&self) {
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
            burst: Burst::default(),
            greeted: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            completed: AtomicBool::new(false),
            dropped: AtomicBool::new(false),
        }))
    }

    /// The subscriber that this is the hand on.
    pub(crate) fn probe(&self, plan: Plan) -> Probe {
        Probe { tap: self.clone(), plan, bursting: None, offered: 0, stack_reported: false }
    }

    pub(crate) fn link(&self) -> Link {
        self.0.link
    }

    /// Brings the log up to date on elements that had no line of their own.
    fn mention_burst(&self) {
        let burst = &self.0.burst;
        let mut mentioned = burst.mentioned.lock().unwrap_or_else(PoisonError::into_inner);
        // Elements first: each was requested before it came.
        let elements = burst.elements.load(SeqCst);
        let requests = burst.requests.load(SeqCst);
        let news = (elements - mentioned.0, requests - mentioned.1);
        if news != (0, 0) {
            *mentioned = (elements, requests);
            self.0.delivered.fetch_add(news.0, SeqCst);
            let (elements, requests) = news;
            self.0.world.record(self.0.link, Kind::Burst { elements, requests });
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

    fn subscription(&self) -> Option<Arc<dyn Subscription>> {
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
        drop(from_here(|| recorder.calling(self.0.link, call.clone(), body)));
        self.0.world.note_slow(self.0.link, call, start);
    }

    /// Runs a `subscribe` that brings the probe of this tap.
    pub(crate) fn subscribing(&self, subscribe: impl FnOnce()) {
        let recorder = self.0.world.recorder();
        drop(from_here(|| recorder.calling(self.0.link, Call::Subscribe, subscribe)));
    }

    /// Lets go of the subscription; what is returned tells whether anybody else still holds it.
    pub(crate) fn let_go(&self) -> Option<Weak<dyn Subscription>> {
        let held = self.0.subscription.lock().unwrap_or_else(PoisonError::into_inner).take();
        held.as_ref().map(Arc::downgrade)
    }
}

/// The subscriber that the suite subscribes: writes down every signal, and follows a [`Plan`].
pub(crate) struct Probe {
    tap: Tap,
    plan: Plan,
    /// Set while elements come one by one, too many to be written down.
    bursting: Option<Arc<dyn Subscription>>,
    offered: u64,
    stack_reported: bool,
}

impl Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").field("link", &self.tap.link()).finish_non_exhaustive()
    }
}

impl Probe {
    fn record(&self, kind: Kind) {
        self.tap.0.world.record(self.tap.link(), kind);
    }

    /// Writes down a signal around what the plan does about it.
    fn signal(&mut self, call: Call, act: impl FnOnce(&mut Plan, &Tap)) {
        let (plan, tap) = (&mut self.plan, &self.tap);
        let recorder = tap.0.world.recorder();
        if let Err(payload) = recorder.calling(tap.link(), call, || act(plan, tap)) {
            resume_unwind(payload);
        }
    }

    /// An element that arrived. Tells whether it used up demand.
    fn element(&mut self, item: &impl Debug, may_decline: bool) -> bool {
        self.guard_stack();
        if let Some(subscription) = &self.bursting {
            // One of a million: no text, and no line in the log.
            let count = self.tap.0.burst.element();
            if count + 1 < self.plan.one_by_one {
                self.tap.0.burst.request();
                subscription.request(Demand::ONE);
            } else if count > self.plan.one_by_one + BRAKE {
                panic_on_purpose();
            }
            return true;
        }
        let state = &self.tap.0;
        let label = crate::log::label(item);
        let count = state.delivered.fetch_add(1, SeqCst) + 1;
        self.brake(count);
        self.offered += 1;
        let offered = self.offered;
        let accepted = self.plan.accept.as_mut().is_none_or(|accept| accept(offered));
        if let Some(link) = self.plan.handles_for {
            state.world.record(link, Kind::Handled(Handled::Element(label.clone())));
        }
        state.labels.lock().unwrap_or_else(PoisonError::into_inner).push(label.clone());
        let call = Call::OnNext(label);
        if may_decline && !accepted {
            state.delivered.fetch_sub(1, SeqCst);
            self.record(Kind::Call(call.clone()));
            self.record(Kind::Return(call, Outcome::Declined));
            return false;
        }
        let one_by_one = self.plan.one_by_one > 1;
        if one_by_one {
            self.bursting = self.tap.subscription();
            let tap = self.tap.clone();
            state.world.poll(Box::new(move || tap.mention_burst()));
        }
        self.signal(call, |plan, tap| {
            if !accepted || one_by_one {
                tap.request(1); // it did not count for us (§2.1), or we go on one by one
            }
            if let Some(on_next) = &mut plan.on_next {
                on_next(tap, count);
            }
        });
        true
    }

    fn guard_stack(&mut self) {
        let base = STACK_BASE.get();
        if base == 0 {
            return STACK_BASE.set(stack_address()); // a thread that is not ours: from here
        }
        let grown = base.saturating_sub(stack_address());
        if grown > STACK_LIMIT && !self.stack_reported {
            self.stack_reported = true;
            self.record(Kind::Stack(grown));
            self.tap.cancel();
        }
        if grown > STACK_BRAKE {
            panic_on_purpose();
        }
    }

    /// Breaks out of an emission that has no end; what it did wrong is in the log by then.
    fn brake(&self, count: u64) {
        let state = &self.tap.0;
        let requested = state.requested.load(SeqCst);
        let after_cancel = count.saturating_sub(state.cancelled_at.load(SeqCst));
        let grace = crate::log::GRACE;
        if count > requested.saturating_add(BRAKE) || after_cancel > grace + BRAKE {
            self.record(Kind::Note("we break out of an emission without end".into()));
            panic_on_purpose();
        }
    }

    fn terminal(&mut self, call: Call, handled: Handled) {
        self.tap.mention_burst();
        self.tap.0.ended.store(true, SeqCst);
        if let Some(link) = self.plan.handles_for {
            self.tap.0.world.record(link, Kind::Handled(handled));
        }
        self.signal(call, |plan, tap| {
            if let Some(act) = plan.on_terminal.take() {
                act(tap);
            }
        });
    }
}

impl<T: Debug, E: Debug> Subscriber<T, E> for Probe {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let mut slot = self.tap.0.subscription.lock().unwrap_or_else(PoisonError::into_inner);
        let first = slot.is_none();
        if first {
            *slot = Some(Arc::clone(&subscription));
        }
        drop(slot);
        self.tap.0.greeted.store(true, SeqCst);
        self.signal(Call::OnSubscribe, |plan, tap| {
            if let (Some(act), true) = (&mut plan.on_subscribe, first) {
                act(tap);
            }
        });
        if !first {
            subscription.cancel(); // §2.5; that it came at all is in the log
        }
    }

    fn on_next(&mut self, item: T) {
        self.element(&item, false);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.element(&item, true)
    }

    fn on_error(mut self, error: E) {
        let label = crate::log::label(&error);
        self.terminal(Call::OnError(label.clone()), Handled::Failed(label));
    }

    fn on_complete(mut self) {
        self.tap.0.completed.store(true, SeqCst);
        self.terminal(Call::OnComplete, Handled::Completed);
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.bursting = None;
        self.tap.mention_burst();
        self.tap.0.dropped.store(true, SeqCst);
        if self.plan.handles_for.is_some() {
            drop(self.tap.let_go()); // it may be the very subscription of the processor (§2.4)
        }
        self.record(Kind::Dropped(Thing::Subscriber));
    }
}
