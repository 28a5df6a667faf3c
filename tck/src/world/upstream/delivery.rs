//! The ways in which our publisher gives its elements.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering::SeqCst;
use std::time::Instant;

use reactive_streams::Burst;

use super::State;
use crate::log::{Call, Kind, Outcome, label};
use crate::world::{AnySubscriber, Element, outcome_of};

/// By which method of the subscriber elements go; the seed chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// `on_next`.
    Each,
    /// `try_on_next`.
    Tried,
    /// `on_burst`, with bursts of any length.
    Bursts,
}

impl Delivery {
    /// How many there are: so many seeds in a row choose each.
    pub(crate) const COUNT: u64 = 3;

    pub(super) fn of(seed: u64) -> Self {
        match seed % Self::COUNT {
            0 => Self::Bursts,
            1 => Self::Each,
            _ => Self::Tried,
        }
    }
}

/// From one element to all that are requested.
const LENGTHS: [u64; 5] = [1, 2, 5, 64, u64::MAX];

impl State {
    /// Gives one element, or a burst of at most so many; tells whether the subscriber came back normally.
    pub(super) fn give(&self, subscriber: &mut dyn AnySubscriber, most: u64) -> bool {
        if self.delivery == Delivery::Bursts && !self.cancelled.load(SeqCst) {
            let given = self.given.load(SeqCst);
            if !self.burst(subscriber, most) {
                return false;
            }
            if self.given.load(SeqCst) > given || self.cancelled.load(SeqCst) {
                return true;
            }
            // It took nothing: one by one is always possible.
        }
        let next = self.source().as_mut().and_then(Iterator::next);
        next.is_none_or(|element| self.element(subscriber, element))
    }

    fn element(&self, subscriber: &mut dyn AnySubscriber, element: Element) -> bool {
        let open = self.open(&element);
        let result = catch_unwind(AssertUnwindSafe(|| {
            if self.delivery == Delivery::Each {
                subscriber.on_next(element);
                return true;
            }
            subscriber.try_on_next(element)
        }));
        let outcome = match &result {
            Ok(true) => Outcome::Normal,
            Ok(false) => Outcome::Declined,
            Err(payload) => outcome_of(&**payload),
        };
        self.close(open, outcome);
        result.is_ok()
    }

    fn burst(&self, subscriber: &mut dyn AnySubscriber, most: u64) -> bool {
        // The first is of all that are requested, so that each scenario has one of these.
        let is_first = self.given.load(SeqCst) == 0;
        let length = if is_first { u64::MAX } else { LENGTHS[self.rng().below(LENGTHS.len())] };
        let mut burst = Lent { state: self, left: length, most, open: None };
        if !self.elides {
            self.record(Kind::Call(Call::OnBurst));
        }
        let result = catch_unwind(AssertUnwindSafe(|| subscriber.on_burst(&mut burst)));
        let outcome =
            result.as_ref().map_or_else(|payload| outcome_of(&**payload), |()| Outcome::Normal);
        burst.close(outcome.clone());
        if !self.elides {
            self.record(Kind::Return(Call::OnBurst, outcome));
        }
        result.is_ok()
    }

    /// An element goes out.
    fn open(&self, element: &Element) -> Open {
        self.given.fetch_add(1, SeqCst);
        self.delivered.fetch_add(1, SeqCst);
        if self.elides {
            self.elided.fetch_add(1, SeqCst);
            return Open(None);
        }
        let call = Call::OnNext(label(element));
        self.record(Kind::Call(call.clone()));
        Open(Some((call, Instant::now())))
    }

    /// The subscriber is done with it.
    fn close(&self, Open(written): Open, outcome: Outcome) {
        let declined = outcome == Outcome::Declined;
        if declined {
            self.delivered.fetch_sub(1, SeqCst);
        }
        if let Some((call, since)) = written {
            self.record(Kind::Return(call.clone(), outcome));
            self.world.note_slow(self.link, call, since);
        } else if declined {
            self.elided.fetch_sub(1, SeqCst);
        }
    }
}

/// An element that the subscriber is busy with; what the log says of it, and since when, if it does.
struct Open(Option<(Call, Instant)>);

/// A burst in the hands of the subscriber.
struct Lent<'a> {
    state: &'a State,
    left: u64,
    /// How many more elements there may be, whether or not they use up demand.
    most: u64,
    open: Option<Open>,
}

impl Lent<'_> {
    fn close(&mut self, outcome: Outcome) {
        if let Some(open) = self.open.take() {
            self.state.close(open, outcome);
        }
    }
}

impl Burst<Element> for Lent<'_> {
    fn next(&mut self) -> Option<Element> {
        self.close(Outcome::Normal);
        let state = self.state;
        if self.left.min(self.most) == 0 || state.outstanding() == 0 || state.cancelled.load(SeqCst)
        {
            return None;
        }
        let element = state.source().as_mut().and_then(Iterator::next)?;
        self.left -= 1;
        self.most -= 1;
        self.open = Some(state.open(&element));
        Some(element)
    }

    fn unused(&mut self) {
        if self.open.is_none() {
            return self.state.record(Kind::Unused);
        }
        self.close(Outcome::Declined);
    }
}
