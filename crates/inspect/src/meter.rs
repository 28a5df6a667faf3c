use std::sync::Arc;
use std::time::Duration;

use crate::probe::{End, Probe, ProbeId};
use crate::sampler::Sampler;
use crate::tally::Tally;

/// What whoever brings the elements counts, and which of them are timed.
pub(crate) struct Meter {
    pub(crate) probe: Arc<Probe>,
    pub(crate) tally: Arc<Tally>,
    /// The edge below.
    pub(crate) below: ProbeId,
    pub(crate) is_subscribed: bool,
    output: u64,
    unused: u64,
    elements: Sampler,
    /// Of the times when demand is used up.
    dry: Sampler,
    dry_count: u64,
    /// What the element that is timed stands for: how many, and in which time they came.
    stands_for: (u64, Duration),
}

impl Meter {
    pub(crate) fn new(probe: Arc<Probe>) -> Self {
        Self {
            tally: Arc::clone(&probe.tally),
            below: probe.place.below.as_ref().map_or(ProbeId::NONE, |below| below.id),
            is_subscribed: false,
            output: 0,
            unused: 0,
            elements: Sampler::new(probe.started),
            dry: Sampler::new(probe.started),
            dry_count: 0,
            stands_for: (1, Duration::ZERO),
            probe,
        }
    }

    /// Counts an element. Whether it is timed how long it is being taken.
    #[inline]
    pub(crate) fn count(&mut self) -> bool {
        self.output += 1;
        self.tally.deliver(self.output) && self.look()
    }

    #[cold]
    #[inline(never)]
    fn look(&mut self) -> bool {
        let now = self.probe.now();
        let sample = self.elements.sample(self.output, now);
        if let Some(stands_for) = sample {
            self.stands_for = stands_for;
            if let Some(below) = &self.probe.place.below {
                below.enter(now);
            }
        }
        self.probe.leave(self.output, self.elements.next, now);
        if sample.is_some() {
            self.tally.begin_taking(now);
        }
        sample.is_some()
    }

    pub(crate) fn unused(&mut self) {
        self.unused += 1;
        self.tally.set_unused(self.unused);
    }

    /// The element that is timed has been taken.
    #[cold]
    #[inline(never)]
    pub(crate) fn taken(&mut self) {
        let (weight, most) = self.stands_for;
        self.tally.end_taking(self.probe.now(), weight, most);
    }

    #[inline]
    pub(crate) fn delivered(&mut self, timed: bool) {
        if timed {
            self.taken();
        }
        if self.tally.is_dry(self.output - self.unused) {
            self.dry_count += 1;
            if self.dry_count >= self.dry.next {
                self.dry();
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn dry(&mut self) {
        let now = self.probe.now();
        if let Some((weight, _)) = self.dry.sample(self.dry_count, now) {
            self.tally.dry(now, weight);
        }
    }

    pub(crate) fn end(self, end: End) {
        self.probe.end(end);
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.probe.end(End::Error); // unless it has ended before
        self.probe.leave_graph();
    }
}
