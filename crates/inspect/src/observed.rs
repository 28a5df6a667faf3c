use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use crate::context::Above;
use crate::probe::{End, Probe, ProbeId};
use crate::tally::Tally;
use crate::{Inspector, Stage};

/// Publisher for [`InspectExt::observed`](crate::InspectExt::observed).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Observed<P> {
    upstream: P,
    inspector: Inspector,
    node: usize,
    stage: Arc<Stage>,
}

impl<P> Observed<P> {
    pub(crate) fn new(upstream: P, inspector: &Inspector, stage: Stage) -> Self {
        let node = inspector.add(&stage);
        Self { upstream, inspector: inspector.clone(), node, stage: Arc::new(stage) }
    }
}

impl<P: fmt::Debug> fmt::Debug for Observed<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observed")
            .field("upstream", &self.upstream)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

impl<P: Publisher> Publisher for Observed<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let probe = self.inspector.start(self.node, &self.stage);
        let _above = Above::enter(probe.id);
        let meter = Meter::new(probe);
        self.upstream.subscribe(ObservedSubscriber { meter, downstream: subscriber });
    }
}

/// Counts on the way down.
struct ObservedSubscriber<S> {
    meter: Meter,
    downstream: S,
}

impl<T, E, S> Subscriber<T, E> for ObservedSubscriber<S>
where
    T: 'static,
    E: 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, upstream: Arc<dyn Subscription>) {
        if self.meter.is_subscribed {
            return upstream.cancel(); // §2.5
        }
        self.meter.is_subscribed = true;
        let (probe, tally) = (Arc::clone(&self.meter.probe), Arc::clone(&self.meter.tally));
        let id = probe.id;
        let _above = Above::enter(self.meter.below);
        self.downstream.on_subscribe(Arc::new(Link { upstream, id, tally, probe }));
    }

    fn on_next(&mut self, item: T) {
        let timed = self.meter.count();
        {
            let _above = Above::enter(self.meter.below);
            self.downstream.on_next(item);
        }
        self.meter.delivered(timed);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let timed = self.meter.count();
        let used = {
            let _above = Above::enter(self.meter.below);
            self.downstream.try_on_next(item)
        };
        if !used {
            self.meter.unused();
        }
        self.meter.delivered(timed);
        used
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let _above = Above::enter(self.meter.below);
        let mut timed = false;
        let meter = &mut self.meter;
        self.downstream.on_burst(ObservedBurst { burst, meter, timed: &mut timed });
        self.meter.delivered(timed);
    }

    fn on_error(self, error: E) {
        let Self { meter, downstream } = self;
        let _above = Above::enter(meter.below);
        meter.end(End::Error);
        downstream.on_error(error);
    }

    fn on_complete(self) {
        let Self { meter, downstream } = self;
        let _above = Above::enter(meter.below);
        meter.end(End::Complete);
        downstream.on_complete();
    }
}

/// A burst whose elements are counted.
struct ObservedBurst<'a, B> {
    burst: B,
    meter: &'a mut Meter,
    /// Whether it is timed how long the last element is being taken.
    timed: &'a mut bool,
}

impl<T, B: Burst<T>> Burst<T> for ObservedBurst<'_, B> {
    #[inline]
    fn next(&mut self) -> Option<T> {
        if *self.timed {
            *self.timed = false;
            self.meter.taken();
        }
        let item = self.burst.next()?;
        *self.timed = self.meter.count();
        Some(item)
    }

    fn unused(&mut self) {
        self.meter.unused();
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// Counts on the way up.
struct Link {
    upstream: Arc<dyn Subscription>,
    id: ProbeId,
    tally: Arc<Tally>,
    probe: Arc<Probe>,
}

impl Subscription for Link {
    fn request(&self, demand: Demand) {
        if self.tally.is_over() {
            return;
        }
        self.probe.trace.request(demand);
        if self.tally.request(demand) {
            self.tally.unblock(self.probe.now());
        }
        let _above = Above::enter(self.id);
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        self.probe.end(End::Cancel);
        let _above = Above::enter(self.id);
        self.upstream.cancel();
    }
}

/// So far apart are samples, at least, if elements come that fast.
const INTERVAL: Duration = Duration::from_millis(1);

/// What whoever brings the elements counts, and which of them are timed.
struct Meter {
    probe: Arc<Probe>,
    tally: Arc<Tally>,
    below: ProbeId,
    is_subscribed: bool,
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
    fn new(probe: Arc<Probe>) -> Self {
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
    fn count(&mut self) -> bool {
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

    fn unused(&mut self) {
        self.unused += 1;
        self.tally.set_unused(self.unused);
    }

    /// The element that is timed has been taken.
    #[cold]
    #[inline(never)]
    fn taken(&mut self) {
        let (weight, most) = self.stands_for;
        self.tally.end_taking(self.probe.now(), weight, most);
    }

    #[inline]
    fn delivered(&mut self, timed: bool) {
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

    fn end(self, end: End) {
        self.probe.end(end);
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.probe.end(End::Error); // unless it has ended before
        self.probe.leave_graph();
    }
}

/// Which of many things are timed: all, if they come slowly, and else one in each [`INTERVAL`].
struct Sampler {
    /// The number of the next.
    next: u64,
    stride: u64,
    last: (u64, Duration),
}

impl Sampler {
    fn new(now: Duration) -> Self {
        Self { next: 1, stride: 1, last: (0, now) }
    }

    /// Whether the one of this number is timed: then, for how many it stands, and in which time they came.
    fn sample(&mut self, number: u64, now: Duration) -> Option<(u64, Duration)> {
        let (count, time) = (number - self.last.0, now.saturating_sub(self.last.1));
        let is_early = number < self.next;
        if is_early && time < 2 * INTERVAL {
            return None;
        }
        let fit = (u128::from(count) * INTERVAL.as_nanos()).checked_div(time.as_nanos());
        let fit = fit.map_or(u64::MAX, |fit| u64::try_from(fit).unwrap_or(u64::MAX));
        // The first says nothing about how fast they come, and if they have become slower there is no
        // telling how slow: begin anew.
        let begins = is_early || self.last.0 == 0;
        self.stride = if begins { 1 } else { fit.clamp(1, self.stride * 2) };
        self.next = number + self.stride;
        self.last = (number, now);
        Some((count.max(1), time))
    }
}
