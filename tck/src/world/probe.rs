use std::fmt::{self, Debug};
use std::panic::resume_unwind;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, PoisonError};

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use super::{Tap, panic_on_purpose, stack};
use crate::log::{Call, Handled, Kind, Link, Outcome, Thing};

/// How far past what is allowed an endless emission may run before we break out of it.
const BRAKE: u64 = 1000;

/// More elements than any scenario writes down: a stream that repeats itself for ever.
const ENDLESS: u64 = 20_000;

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

/// The subscriber that the suite subscribes: writes down every signal, and follows a [`Plan`].
pub(crate) struct Probe {
    tap: Tap,
    plan: Plan,
    /// Set while elements come one by one, too many to be written down.
    eliding: Option<Arc<dyn Subscription>>,
    offered: u64,
    bursts: u64,
    stack_reported: bool,
}

impl Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").field("link", &self.tap.link()).finish_non_exhaustive()
    }
}

impl Probe {
    pub(super) fn new(tap: Tap, plan: Plan) -> Self {
        Self { tap, plan, eliding: None, offered: 0, bursts: 0, stack_reported: false }
    }

    fn record(&self, kind: Kind) {
        self.tap.state().world.record(self.tap.link(), kind);
    }

    /// Writes down a signal around what the plan does about it.
    fn signal(&mut self, call: Call, act: impl FnOnce(&mut Plan, &Tap)) {
        let (plan, tap) = (&mut self.plan, &self.tap);
        let recorder = tap.state().world.recorder();
        if let Err(payload) = recorder.calling(tap.link(), call, || act(plan, tap)) {
            resume_unwind(payload);
        }
    }

    /// An element that arrived. Tells whether it used up demand.
    fn element(&mut self, item: &impl Debug, may_decline: bool) -> bool {
        self.guard_stack(item);
        if let Some(subscription) = &self.eliding {
            // One of very many: no text, and no line in the log.
            let count = self.tap.state().elided.element();
            if count + 1 < self.plan.one_by_one {
                self.tap.state().elided.request();
                subscription.request(Demand::ONE);
            } else if count > self.plan.one_by_one + BRAKE {
                self.break_out(item);
            }
            return true;
        }
        let state = self.tap.state();
        let label = crate::log::label(item);
        let count = state.delivered.fetch_add(1, SeqCst) + 1;
        self.brake(count, item);
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
            self.eliding = self.tap.subscription();
            let tap = self.tap.clone();
            state.world.poll(Box::new(move || tap.mention_elided()));
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

    /// Takes up to `most` elements of a burst, and looks behind its end, where nothing is.
    fn take<T: Debug>(&mut self, burst: &mut impl Burst<T>, most: u64) {
        let (mut taken, mut ends) = (0, 0);
        while taken < most && ends < 2 {
            match burst.next() {
                Some(item) => {
                    taken += 1;
                    if !self.element(&item, true) {
                        burst.unused();
                    }
                }
                None => ends += 1,
            }
        }
    }

    fn guard_stack(&mut self, item: &impl Debug) {
        let grown = stack::growth();
        if grown > stack::LIMIT && !self.stack_reported {
            self.stack_reported = true;
            self.record(Kind::Stack(grown));
            self.tap.cancel();
        }
        if grown > stack::BRAKE {
            self.break_out(item);
        }
    }

    /// Breaks out of an emission that has no end; what it did wrong is in the log by then.
    fn brake(&self, count: u64, item: &impl Debug) {
        let state = self.tap.state();
        let requested = state.requested.load(SeqCst);
        let after_cancel = count.saturating_sub(state.cancelled_at.load(SeqCst));
        let grace = crate::log::GRACE;
        let unasked = count > requested.saturating_add(BRAKE);
        if unasked || after_cancel > grace + BRAKE || count > ENDLESS {
            self.break_out(item);
        }
    }

    /// Panics, and has the log say that the panic is ours.
    fn break_out(&self, item: &impl Debug) -> ! {
        self.record(Kind::Note("we break out of an emission without end".into()));
        let call = Call::OnNext(crate::log::label(item));
        self.record(Kind::Call(call.clone()));
        self.record(Kind::Return(call, Outcome::Hostile));
        panic_on_purpose()
    }

    fn terminal(&mut self, call: Call, handled: Handled) {
        self.tap.mention_elided();
        self.tap.state().ended.store(true, SeqCst);
        if let Some(link) = self.plan.handles_for {
            self.tap.state().world.record(link, Kind::Handled(handled));
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
        let mut slot = self.tap.state().subscription.lock().unwrap_or_else(PoisonError::into_inner);
        let first = slot.is_none();
        if first {
            *slot = Some(Arc::clone(&subscription));
        }
        drop(slot);
        self.tap.state().greeted.store(true, SeqCst);
        self.signal(Call::OnSubscribe, |plan, tap| {
            if let (Some(act), true) = (&mut plan.on_subscribe, first) {
                act(tap);
            }
        });
        if !first {
            // §2.5; a panic of it is in the log, as is that it came at all.
            let recorder = self.tap.state().world.recorder();
            drop(recorder.calling(self.tap.link(), Call::Cancel, || subscription.cancel()));
        }
    }

    fn on_next(&mut self, item: T) {
        self.element(&item, false);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.element(&item, true)
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if self.eliding.is_some() {
            return self.take(&mut burst, u64::MAX);
        }
        self.bursts += 1;
        // What is left has to come in other calls.
        let most = match self.bursts % 5 {
            3 => 1,
            4 => 0,
            _ => u64::MAX,
        };
        let recorder = self.tap.state().world.recorder().clone();
        let link = self.tap.link();
        let taken = recorder.calling(link, Call::OnBurst, || self.take(&mut burst, most));
        if let Err(payload) = taken {
            resume_unwind(payload);
        }
    }

    fn on_error(mut self, error: E) {
        let label = crate::log::label(&error);
        self.terminal(Call::OnError(label.clone()), Handled::Failed(label));
    }

    fn on_complete(mut self) {
        self.tap.state().completed.store(true, SeqCst);
        self.terminal(Call::OnComplete, Handled::Completed);
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.eliding = None;
        self.tap.mention_elided();
        self.tap.state().dropped.store(true, SeqCst);
        if self.plan.handles_for.is_some() {
            drop(self.tap.let_go()); // it may be the very subscription of the processor (§2.4)
        }
        self.record(Kind::Dropped(Thing::Subscriber));
    }
}
