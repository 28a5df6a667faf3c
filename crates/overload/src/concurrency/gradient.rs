use std::num::NonZeroU32;
use std::time::Duration;

use super::Round;
use crate::number::within;

/// Goes by latency: the limit grows while calls take no longer than without load, and falls in proportion to
/// how much longer they take.
///
/// It settles where the latency is [`tolerance`](Self::tolerance) times that without load, and a bit above:
/// a queue of the square root of the limit is what it asks for to see whether there is room. Nothing has to be
/// refused for that; if something is, the limit falls by a tenth.
///
/// The latency without load is the least that was seen. So that it may also become longer, it is measured
/// anew from time to time: for one round the limit is the square root of what it was, so that hardly anything
/// waits. This is `GradientLimit` of Netflix's
/// [concurrency-limits](https://github.com/Netflix/concurrency-limits), with rounds in the place of single
/// samples; after measuring, the limit goes on from where it was.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "GradientLimit")]
#[doc(alias = "Gradient2Limit")]
#[doc(alias = "VegasLimit")]
pub struct Gradient {
    tolerance: f64,
    probe_every: u32,
    /// The latency without load.
    baseline: Option<Duration>,
    phase: Phase,
}

#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// So many rounds until it is measured.
    Following(u32),
    /// It is measured in this round, and then the limit is this again.
    Measuring(f64),
}

/// What is left of the limit when something is refused.
const BACKOFF: f64 = 0.9;

/// How far the limit falls in a round, of what it should.
const SMOOTHING: f64 = 0.5;

impl Gradient {
    /// Tolerates half as much again as the latency without load, and measures that in one of a hundred rounds.
    pub fn new() -> Self {
        let probe_every = 100;
        let phase = Phase::Following(probe_every);
        Self { tolerance: 1.5, probe_every, baseline: None, phase }
    }

    /// How many times the latency without load is fine: from 1 to 10.
    #[doc(alias = "rttTolerance")]
    pub fn tolerance(self, times: f64) -> Self {
        Self { tolerance: within(times, 1.0, 10.0), ..self }
    }

    /// After how many rounds the latency without load is measured anew.
    #[doc(alias = "probeInterval")]
    pub fn measure_every(self, rounds: NonZeroU32) -> Self {
        Self { probe_every: rounds.get(), phase: Phase::Following(rounds.get()), ..self }
    }

    pub(super) fn next(&mut self, round: &Round) -> f64 {
        if let Phase::Measuring(limit) = self.phase {
            self.phase = Phase::Following(self.probe_every);
            self.baseline = round.latency.or(self.baseline);
            return if round.overloaded { limit * BACKOFF } else { limit };
        }
        let Some(latency) = round.latency.filter(|_| !round.overloaded) else {
            return (round.limit * BACKOFF).floor();
        };
        let baseline = self.baseline.map_or(latency, |baseline| baseline.min(latency));
        self.baseline = Some(baseline);
        let limit = self.follow(round, baseline.as_secs_f64() / latency.as_secs_f64());
        match self.phase {
            Phase::Following(rounds) if rounds > 1 => {
                self.phase = Phase::Following(rounds - 1);
                limit
            }
            _ => {
                self.phase = Phase::Measuring(limit);
                limit.sqrt()
            }
        }
    }

    /// The limit after a round in which calls took `1 / ease` times as long as without load.
    fn follow(&self, round: &Round, ease: f64) -> f64 {
        // Calls that take no time at all are as easy as can be.
        let ease = if ease.is_finite() { ease } else { 1.0 };
        let gradient = (self.tolerance * ease).clamp(0.5, 1.0);
        let limit = round.limit * gradient + round.limit.sqrt();
        if limit < round.limit {
            round.limit + (limit - round.limit) * SMOOTHING
        } else if round.is_idle() {
            round.limit
        } else {
            limit
        }
    }
}

impl Default for Gradient {
    fn default() -> Self {
        Self::new()
    }
}
