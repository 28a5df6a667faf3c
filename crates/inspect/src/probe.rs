//! One subscription that is observed.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams_operators::operator::{DropCounter, Reason};

use crate::histogram::Histogram;
use crate::inspector::Shared;
use crate::lock;
use crate::snapshot::StageState;
use crate::tally::Tally;
use crate::trace::Trace;

/// No two subscriptions of a process have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProbeId(u64);

impl ProbeId {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }

    #[cfg(feature = "tracing")]
    pub(crate) fn get(self) -> u64 {
        self.0
    }
}

/// The figures of one subscription, and its place in the graph.
pub(crate) struct Probe {
    pub(crate) id: ProbeId,
    pub(crate) place: Place,
    pub(crate) tally: Arc<Tally>,
    pub(crate) started: Duration,
    pub(crate) drops: Option<DropCounter>,
    shared: Arc<Shared>,
    pub(crate) trace: Trace,
    /// There if the stage is one in which elements are timed.
    waits: Option<Arc<Mutex<Histogram>>>,
    intake: Mutex<Intake>,
    /// How it has ended.
    end: AtomicU8,
    /// When, in nanoseconds.
    ended: AtomicU64,
}

/// What a subscription begins with.
pub(crate) struct Birth {
    pub(crate) id: ProbeId,
    pub(crate) trace: Trace,
    pub(crate) now: Duration,
}

/// Where a subscription is in the graph.
pub(crate) struct Place {
    /// Its stage.
    pub(crate) node: usize,
    /// The stage into which its elements go.
    pub(crate) into: usize,
    /// The subscription of that stage, if it is known which.
    pub(crate) below: Option<Arc<Probe>>,
}

/// What comes in from the observed edges above.
#[derive(Default)]
struct Intake {
    live: Vec<(ProbeId, Arc<Tally>)>,
    /// What has come from those that are over.
    ended: u64,
    /// Elements that are timed: which they are, counting those that were taken in, and when they came.
    marks: VecDeque<(u64, Duration)>,
    /// What the counter of drops showed at the beginning.
    drops: Drops,
}

impl Intake {
    fn input(&self) -> u64 {
        self.ended + self.live.iter().map(|(_, tally)| tally.output()).sum::<u64>()
    }

    /// When the next of the elements came that are timed, if it is one of so many that are gone.
    fn take_gone(&mut self, gone: u64) -> Option<Duration> {
        let (number, came) = *self.marks.front()?;
        if number > gone {
            return None;
        }
        self.marks.pop_front();
        Some(came)
    }
}

/// So many elements are timed at once, at most. When there are more, every other one is let go.
const MARKS: usize = 256;

/// How many elements were left out: when they came, or when they had waited.
#[derive(Clone, Copy, Default)]
struct Drops {
    refused: u64,
    evicted: u64,
}

impl Drops {
    fn read(counter: Option<&DropCounter>) -> Self {
        let mut drops = Self::default();
        for (reason, count) in counter.iter().flat_map(|counter| counter.counts()) {
            match reason {
                Reason::Oldest | Reason::Superseded | Reason::TooOld => drops.evicted += count,
                // The least important one may be any; so waits are rather taken for too long.
                _ => drops.refused += count,
            }
        }
        drops
    }
}

impl Probe {
    pub(crate) fn new(
        shared: &Arc<Shared>,
        birth: Birth,
        place: Place,
        drops: Option<DropCounter>,
        waits: Option<Arc<Mutex<Histogram>>>,
    ) -> Arc<Self> {
        let Birth { id, trace, now: started } = birth;
        let tally = Arc::new(Tally::new(started));
        if let Some(below) = &place.below {
            lock(&below.intake).live.push((id, Arc::clone(&tally)));
        }
        let intake = Intake { drops: Drops::read(drops.as_ref()), ..Intake::default() };
        Arc::new(Self {
            id,
            place,
            tally,
            started,
            drops,
            shared: Arc::clone(shared),
            trace,
            waits,
            intake: Mutex::new(intake),
            end: AtomicU8::new(LIVE),
            ended: AtomicU64::new(0),
        })
    }

    pub(crate) fn now(&self) -> Duration {
        self.shared.clock.now()
    }

    /// For how long it could not go on because of what is below.
    pub(crate) fn blocked(&self, now: Duration) -> Duration {
        if !self.is_over() {
            self.tally.notice_dry(now);
        }
        self.tally.blocked(now)
    }

    /// How many elements have come in and not gone out.
    pub(crate) fn missing(&self) -> u64 {
        lock(&self.intake).input().saturating_sub(self.tally.output())
    }

    /// An element has just come in that is to be timed.
    pub(crate) fn enter(&self, now: Duration) {
        if self.waits.is_none() {
            return;
        }
        let refused = Drops::read(self.drops.as_ref()).refused;
        let mut intake = lock(&self.intake);
        let number = intake.input().saturating_sub(refused.saturating_sub(intake.drops.refused));
        if intake.marks.len() >= MARKS {
            let mut keep = false;
            intake.marks.retain(|_| {
                keep = !keep;
                keep
            });
        }
        intake.marks.push_back((number, now));
        if intake.marks.len() == 1 {
            self.tally.look_at_once(); // whoever brings the next element finds when to look again
        }
    }

    /// So many elements have gone out: which of those that are timed have? Says when to look again, at
    /// the number of `sample` in any case.
    pub(crate) fn leave(&self, output: u64, sample: u64, now: Duration) {
        let Some(waits) = &self.waits else { return self.tally.look_at(sample) };
        let evicted = Drops::read(self.drops.as_ref()).evicted;
        let mut intake = lock(&self.intake);
        let gone = output + evicted.saturating_sub(intake.drops.evicted);
        while let Some(came) = intake.take_gone(gone) {
            lock(waits).record(now.saturating_sub(came), now);
        }
        let look = match intake.marks.front() {
            None => sample,
            // What is evicted meanwhile brings it nearer.
            Some((number, _)) if self.drops.is_some() => output + ((number - gone) / 2).max(1),
            Some((number, _)) => output + (number - gone),
        };
        self.tally.look_at(look.min(sample)); // with the lock in hand: `enter` may want it to be earlier
    }

    /// When the oldest of the elements came that are timed and are still there.
    pub(crate) fn oldest(&self) -> Option<Duration> {
        let evicted = Drops::read(self.drops.as_ref()).evicted;
        let mut intake = lock(&self.intake);
        let gone = self.tally.output() + evicted.saturating_sub(intake.drops.evicted);
        while intake.take_gone(gone).is_some() {}
        intake.marks.front().map(|(_, came)| *came)
    }

    /// It is over; the first to say so is right.
    pub(crate) fn end(&self, end: End) {
        let first = self.end.compare_exchange(LIVE, end as u8, Ordering::AcqRel, Ordering::Acquire);
        if first.is_ok() {
            let now = self.now();
            self.ended.store(now.as_nanos() as u64, Ordering::Release);
            self.tally.end(now);
            self.trace.end(end);
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.tally.is_over()
    }

    pub(crate) fn ended_as(&self) -> Option<StageState> {
        match self.end.load(Ordering::Acquire) {
            LIVE => None,
            end if end == End::Complete as u8 => Some(StageState::Completed),
            end if end == End::Cancel as u8 => Some(StageState::Cancelled),
            _ => Some(StageState::Failed),
        }
    }

    /// For how long it has been alive.
    pub(crate) fn lifetime(&self, now: Duration) -> Duration {
        let end = match self.ended.load(Ordering::Acquire) {
            0 => now,
            ended => Duration::from_nanos(ended),
        };
        end.saturating_sub(self.started)
    }

    /// No signal will follow: it leaves the graph.
    pub(crate) fn leave_graph(&self) {
        if let Some(below) = &self.place.below {
            let mut intake = lock(&below.intake);
            intake.live.retain(|(id, _)| *id != self.id);
            intake.ended += self.tally.output();
        }
        self.shared.remove(self);
    }
}

const LIVE: u8 = 0;

/// How a subscription has ended.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum End {
    Complete = 1,
    /// Or its subscriber was dropped without a terminal signal.
    Error = 2,
    Cancel = 3,
}
