use std::collections::{BTreeMap, HashSet};
use std::mem;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::task::Waker;
use std::time::Duration;

use super::{LimitAlgorithm, Round};
use crate::Outcome;

/// Fewer say too little.
const LEAST_OF_A_ROUND: u32 = 8;

/// What is known of the calls, and who waits to make one.
pub(super) struct State {
    algorithm: LimitAlgorithm,
    bounds: RangeInclusive<f64>,
    limit: f64,
    in_flight: usize,
    round: u64,
    peak: usize,
    answered: u32,
    /// Of those that were answered, all together.
    latency: Duration,
    waiting: BTreeMap<u64, Waker>,
    /// Those that have waited and are counted as in flight, and do not know it yet.
    granted: HashSet<u64>,
    next_ticket: u64,
}

impl State {
    pub(super) fn new(algorithm: LimitAlgorithm, least: NonZeroUsize, most: NonZeroUsize) -> Self {
        let (least, most) = (least.get() as f64, most.get() as f64);
        Self {
            algorithm,
            bounds: least..=most.max(least),
            limit: least,
            in_flight: 0,
            round: 0,
            peak: 0,
            answered: 0,
            latency: Duration::ZERO,
            waiting: BTreeMap::new(),
            granted: HashSet::new(),
            next_ticket: 0,
        }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit as usize
    }

    pub(super) fn most(&self) -> usize {
        *self.bounds.end() as usize
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Takes a place, if there is one; gives the round in which the call begins. Whoever waits has come
    /// before, but then there is none.
    pub(super) fn enter(&mut self) -> Option<u64> {
        if self.in_flight >= self.limit() {
            return None;
        }
        self.in_flight += 1;
        self.peak = self.peak.max(self.in_flight);
        Some(self.round)
    }

    /// Takes a place, or waits for one; gives a waker that is not needed any more.
    pub(super) fn poll(&mut self, ticket: &mut Option<u64>, waker: Waker) -> Polled {
        let before = match ticket {
            Some(ticket) if self.granted.remove(ticket) => return Polled::Entered(self.round),
            Some(ticket) => self.waiting.insert(*ticket, waker),
            None => {
                if let Some(round) = self.enter() {
                    return Polled::Entered(round);
                }
                self.waiting.insert(self.next_ticket, waker);
                *ticket = Some(self.next_ticket);
                self.next_ticket += 1;
                None
            }
        };
        Polled::Waits(before)
    }

    /// Waits no more.
    pub(super) fn leave(&mut self, ticket: u64) -> (Option<Waker>, Vec<Waker>) {
        if self.granted.remove(&ticket) {
            self.in_flight -= 1;
        }
        (self.waiting.remove(&ticket), self.grant())
    }

    /// A call that began in `round` is over. Gives those whose turn it is now.
    pub(super) fn exit(&mut self, round: u64, outcome: Outcome, latency: Duration) -> Vec<Waker> {
        self.in_flight -= 1;
        // What began under another limit says nothing about this one.
        if round == self.round {
            let overloaded = outcome == Outcome::Overloaded;
            if outcome == Outcome::Success {
                self.answered += 1;
                self.latency = self.latency.saturating_add(latency);
            }
            if overloaded || self.answered as usize >= self.limit().max(LEAST_OF_A_ROUND as usize) {
                self.end_round(overloaded);
            }
        }
        self.grant()
    }

    fn end_round(&mut self, overloaded: bool) {
        let answered = mem::take(&mut self.answered);
        let latency = mem::take(&mut self.latency).checked_div(answered);
        let round = Round { limit: self.limit, peak: self.peak, latency, overloaded };
        let limit = self.algorithm.next(&round);
        self.limit = limit.clamp(*self.bounds.start(), *self.bounds.end());
        self.round += 1;
        self.peak = self.in_flight;
    }

    /// Gives places to those who wait, first come first served.
    fn grant(&mut self) -> Vec<Waker> {
        let mut wakers = Vec::new();
        while !self.waiting.is_empty() && self.enter().is_some() {
            if let Some((ticket, waker)) = self.waiting.pop_first() {
                self.granted.insert(ticket);
                wakers.push(waker);
            }
        }
        wakers
    }
}

/// What has come of waiting.
pub(super) enum Polled {
    /// A place, in this round.
    Entered(u64),
    /// Nothing yet; the waker of before is to be dropped without a lock.
    Waits(Option<Waker>),
}
