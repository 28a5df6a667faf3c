use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use crate::context::Above;
use crate::meter::Meter;
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
