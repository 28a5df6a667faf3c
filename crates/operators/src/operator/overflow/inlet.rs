use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::buffer::{Buffer, LeftOut, Out, Ranked, Waiting};
use super::outlet::Outlet;
use super::rule::Refusal;
use super::{OverflowObserver, OverflowPolicy, OverflowRule};
use crate::engine::{Arbiter, Drain, End, Tally, deliver_burst};

/// How many elements of a burst are put into the buffer at a time.
const BLOCK: usize = 64;

/// The end of the buffer that takes whatever comes: what is wanted goes past it, the rest goes in.
pub(super) struct Inlet<T, E, R, O, S>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
    S: Subscriber<T, E>,
{
    buffer: Arc<Buffer<T, E>>,
    drain: Arc<Drain<Outlet<T, E, R, O>, S>>,
    upstream: Arc<Arbiter>,
    policy: Arc<OverflowPolicy<R, O>>,
    /// On its way into the buffer.
    block: Waiting<T>,
    left_out: LeftOut<T>,
    /// A closure of the policy runs. Stays so if it panics: then everything is dropped.
    is_calling: bool,
}

impl<T, E, R, O, S> Inlet<T, E, R, O, S>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
    S: Subscriber<T, E>,
{
    pub(super) fn new(
        buffer: Arc<Buffer<T, E>>,
        drain: Arc<Drain<Outlet<T, E, R, O>, S>>,
        upstream: Arc<Arbiter>,
        policy: Arc<OverflowPolicy<R, O>>,
    ) -> Self {
        let (block, left_out) = (Waiting::new(), LeftOut(Vec::new()));
        Self { buffer, drain, upstream, policy, block, left_out, is_calling: false }
    }

    /// Delivers what is wanted, past a buffer in which nothing waits; whether that was all.
    fn deliver<B: Burst<T>>(&self, burst: &mut B) -> bool {
        let mut all = All { burst, ended: false };
        while !all.ended && !self.drain.is_satisfied() {
            // Whoever has it instead is woken when there is something in the buffer.
            let Some(mut state) = self.drain.borrow() else { break };
            let mut tally = Tally::default();
            let waits = !state.feed.is_empty();
            let mut more = !waits;
            while more {
                let before = tally.delivered();
                deliver_burst(&mut all, &*self.drain, &mut tally, &mut state.subscriber);
                more = !all.ended && tally.delivered() > before;
            }
            self.drain.restore(state, tally.delivered());
            if waits {
                self.drain.notify(); // whoever came for it meanwhile came in vain
            }
            if tally.delivered() == 0 {
                break;
            }
        }
        all.ended
    }

    fn keep(&mut self, element: T) {
        self.is_calling = true;
        let rank = self.policy.rule.rank(&element);
        self.is_calling = false;
        self.block.push_back(Ranked { rank, element });
    }

    /// Puts what is kept into the buffer, and tells of what is left out.
    fn put(&mut self) {
        self.buffer.push(&mut self.block, &self.policy.rule, &mut self.left_out);
        self.block.clear(); // nobody takes it (§2.8)
        if !self.drain.is_satisfied() {
            self.drain.notify(); // who requests later finds it
        }
        self.is_calling = true;
        let mut left_out = std::mem::take(&mut self.left_out.0);
        for out in left_out.drain(..) {
            match out {
                Out::Evicted(overflowed) => self.policy.observer.overflowed(overflowed),
                Out::Refused(element) => self.refuse(element),
            }
        }
        self.left_out.0 = left_out; // its memory is used again
        self.is_calling = false;
    }

    fn refuse(&self, element: T) {
        let Refusal { dropped, error } = self.policy.rule.refuse(element, self.buffer.capacity());
        if let Some(dropped) = dropped {
            self.policy.observer.overflowed(dropped);
        }
        if let Some(error) = error {
            self.upstream.cancel();
            self.end(|buffer| buffer.end(End::Error(error)));
        }
    }

    /// An error that comes after another end, or after a cancel, cannot be delivered.
    fn end(&self, end: impl FnOnce(&Buffer<T, E>) -> Result<(), End<E>>) {
        match end(&self.buffer) {
            Ok(()) => self.drain.notify(),
            Err(late) => End::undelivered(late),
        }
    }
}

impl<T, E, R, O, S> Subscriber<T, E> for Inlet<T, E, R, O, S>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, element: T) {
        let mut one = One(Some(element));
        self.deliver(&mut one);
        if let Some(element) = one.0 {
            self.keep(element);
            if R::FAILS && self.buffer.room() == 0 {
                if let Some(deadline) = self.policy.rule.deadline() {
                    self.buffer.wait_until(&deadline);
                }
            }
            self.put();
        }
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        while !self.deliver(&mut burst) {
            // What fails is told of the first element that has no room, and takes no other.
            let room = if R::FAILS { self.buffer.room() } else { self.buffer.capacity().get() };
            let size = if burst.is_at_hand() { room.min(BLOCK) } else { 0 };
            if size == 0 {
                match burst.next() {
                    Some(element) => self.on_next(element),
                    None => return,
                }
                continue;
            }
            // What has come before a panic of the upstream has come.
            let taken = catch_unwind(AssertUnwindSafe(|| {
                (0..size).all(|_| burst.next().map(|element| self.keep(element)).is_some())
            }));
            if !self.is_calling {
                self.put();
            }
            match taken {
                Ok(true) => {}
                Ok(false) => return,
                Err(panic) => resume_unwind(panic),
            }
        }
    }

    fn on_error(self, error: E) {
        self.upstream.finish();
        self.end(|buffer| buffer.fail(error)); // §4.2
    }

    fn on_complete(self) {
        self.upstream.finish();
        self.end(|buffer| buffer.end(End::Complete));
    }
}

impl<T, E, R, O, S> Drop for Inlet<T, E, R, O, S>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        self.upstream.finish();
        if self.is_calling {
            self.buffer.clear();
        }
        self.end(|buffer| buffer.end(End::Abandoned)); // without effect after a terminal signal
    }
}

/// A burst, and whether it has been seen to its end.
struct All<'a, B> {
    burst: &'a mut B,
    ended: bool,
}

impl<T, B: Burst<T>> Burst<T> for All<'_, B> {
    #[inline]
    fn next(&mut self) -> Option<T> {
        let item = self.burst.next();
        self.ended = item.is_none();
        item
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// A burst of one.
struct One<T>(Option<T>);

impl<T> Burst<T> for One<T> {
    #[inline]
    fn next(&mut self) -> Option<T> {
        self.0.take()
    }

    fn unused(&mut self) {}

    fn is_at_hand(&self) -> bool {
        true
    }
}
