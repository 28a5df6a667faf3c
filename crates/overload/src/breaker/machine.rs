use std::time::Duration;

use fastrand::Rng;

use super::policy::{BreakerPolicy, Jitter};
use super::ring::Ring;
use super::{BreakerState, Open};
use crate::Outcome;

/// The states of a circuit breaker. It knows nothing of clocks and locks: it is told the time.
pub(super) struct Machine {
    policy: BreakerPolicy,
    random: Option<Rng>,
    state: State,
    /// Of the state. What was begun in an earlier one says nothing in this one.
    generation: u64,
    failed_probes: u32,
    /// Counts while it is closed.
    in_a_row: u32,
    ring: Option<Ring>,
}

enum State {
    Closed,
    Open { until: Duration },
    HalfOpen { probing: u32, succeeded: u32 },
}

impl Machine {
    pub(super) fn new(policy: BreakerPolicy) -> Self {
        Self {
            random: policy.jitter.map(|jitter| match jitter {
                Jitter::Random => Rng::new(),
                Jitter::Seeded(seed) => Rng::with_seed(seed),
            }),
            state: State::Closed,
            generation: 0,
            failed_probes: 0,
            in_a_row: 0,
            ring: policy.ratio.map(Ring::new),
            policy,
        }
    }

    pub(super) fn state(&self) -> BreakerState {
        match self.state {
            State::Closed => BreakerState::Closed,
            State::Open { .. } => BreakerState::Open,
            State::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// How many may be in flight.
    pub(super) fn limit(&self) -> usize {
        match self.state {
            State::Closed => usize::MAX,
            State::Open { .. } => 0,
            State::HalfOpen { .. } => self.policy.probes.get() as usize,
        }
    }

    /// Whether a call would be admitted by now.
    pub(super) fn has_room(&self) -> bool {
        match self.state {
            State::Closed => true,
            State::Open { .. } => false,
            State::HalfOpen { probing, succeeded } => {
                probing + succeeded < self.policy.probes.get()
            }
        }
    }

    /// When it is to be [half-opened](Self::half_open), if it is open.
    pub(super) fn due(&self) -> Option<Duration> {
        if let State::Open { until } = self.state { Some(until) } else { None }
    }

    /// Whether a call may be made; gives its generation.
    pub(super) fn admit(&mut self, now: Duration) -> Result<u64, Open> {
        if let State::Open { until } = self.state {
            let retry_after = until.saturating_sub(now);
            if !retry_after.is_zero() {
                return Err(Open { retry_after });
            }
            self.half_open();
        }
        if !self.has_room() {
            let failed_probes = self.failed_probes.saturating_add(1);
            return Err(Open { retry_after: self.policy.pause(failed_probes) });
        }
        if let State::HalfOpen { probing, .. } = &mut self.state {
            *probing += 1;
        }
        Ok(self.generation)
    }

    pub(super) fn half_open(&mut self) {
        self.enter(State::HalfOpen { probing: 0, succeeded: 0 });
    }

    /// A call of this generation has come to this, after a time.
    pub(super) fn record(
        &mut self,
        generation: u64,
        outcome: Outcome,
        latency: Duration,
        now: Duration,
    ) {
        if generation != self.generation {
            return;
        }
        let is_slow = self.policy.slow.is_some_and(|slow| latency > slow);
        let failure = match outcome {
            Outcome::Ignored => None,
            Outcome::Success => Some(is_slow),
            Outcome::Overloaded | Outcome::Failed => Some(true),
        };
        match &mut self.state {
            State::Closed => {
                if failure.is_some_and(|failure| self.count(failure)) {
                    self.failed_probes = 0;
                    self.open(now);
                }
            }
            State::Open { .. } => {}
            State::HalfOpen { probing, succeeded } => {
                *probing -= 1;
                *succeeded += u32::from(failure == Some(false));
                if failure == Some(true) {
                    self.failed_probes = self.failed_probes.saturating_add(1);
                    self.open(now);
                } else if *succeeded >= self.policy.probes.get() {
                    self.enter(State::Closed);
                }
            }
        }
    }

    /// Counts a call; whether that is too many.
    fn count(&mut self, failure: bool) -> bool {
        self.in_a_row = if failure { self.in_a_row.saturating_add(1) } else { 0 };
        let in_a_row = self.policy.in_a_row.is_some_and(|most| self.in_a_row >= most.get());
        let ratio = self.ring.as_mut().is_some_and(|ring| ring.push(failure));
        in_a_row || ratio
    }

    fn open(&mut self, now: Duration) {
        let pause = self.policy.pause(self.failed_probes);
        let part = self.random.as_mut().map_or(0.0, Rng::f64);
        let jitter = Duration::try_from_secs_f64(pause.as_secs_f64() * part).unwrap_or(pause);
        self.enter(State::Open { until: now.saturating_add(pause).saturating_add(jitter) });
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.generation += 1;
        self.in_a_row = 0;
        self.ring.iter_mut().for_each(Ring::clear);
    }
}
