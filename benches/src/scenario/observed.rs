//! What it costs to observe: the same pipeline with observed edges, and without.
//!
//! Without an edge there is `hide()` in its place, because an observed edge is not fused either.

use reactive_streams::{Demand, Publisher};
use reactive_streams_inspect::{InspectExt, Inspector, Observed, Stage};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::DeterministicScheduler;

use crate::subscriber::mix_in_batches;
use crate::work::mix;

#[cfg(feature = "peers")]
pub(crate) use timed::{in_bursts, one_by_one, over_a_hop};

/// A clock that stands still: then what is sampled takes no part in the count of instructions.
fn standing() -> Inspector {
    Inspector::with_clock("bench", &DeterministicScheduler::new(0))
}

fn edge<P: Publisher>(numbers: P, inspector: &Inspector) -> Observed<P> {
    numbers.observed(inspector, Stage::named("numbers"))
}

fn folded(numbers: impl Publisher<Item = u64, Error: std::fmt::Debug>) -> u64 {
    numbers.fold(0, mix).block().expect("a range does not fail")
}

pub fn burst_off(n: u64) -> u64 {
    folded(range(0..n).hide())
}

pub fn burst_on(n: u64) -> u64 {
    folded(edge(range(0..n), &standing()))
}

pub fn single_off(n: u64) -> u64 {
    mix_in_batches(range(0..n).hide(), Demand::ONE)
}

pub fn single_on(n: u64) -> u64 {
    mix_in_batches(edge(range(0..n), &standing()), Demand::ONE)
}

#[cfg(feature = "peers")]
mod timed {
    use reactive_streams::Demand;
    use reactive_streams_inspect::{InspectExt, Inspector, Stage};
    use reactive_streams_operators::prelude::*;
    use reactive_streams_operators::range;
    use reactive_streams_operators::scheduler::ThreadScheduler;

    use super::super::s4::PREFETCH;
    use super::{burst_off, edge, folded, single_off};
    use crate::harness::Scenario;
    use crate::subscriber::mix_in_batches;
    use crate::work::{mix, mixed_range};

    pub(crate) fn in_bursts() -> Scenario {
        let inspector = Inspector::new("bench");
        let on = move |n| folded(edge(range(0..n), &inspector));
        Scenario::new("O1", "an observed edge, in bursts", 5_000_000, mixed_range)
            .limit("loop", mixed_range)
            .ours("off", burst_off)
            .ours("on", on)
    }

    pub(crate) fn one_by_one() -> Scenario {
        let inspector = Inspector::new("bench");
        let on = move |n| mix_in_batches(edge(range(0..n), &inspector), Demand::ONE);
        Scenario::new("O2", "an observed edge, one element at a time", 2_000_000, mixed_range)
            .limit("loop", mixed_range)
            .ours("off", single_off)
            .ours("on", on)
    }

    pub(crate) fn over_a_hop() -> Scenario {
        let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
        let off = move |n| {
            let numbers = range(0..n).hide().subscribe_on(&a).publish_on(&b, PREFETCH).hide();
            numbers.fold(0, mix).block().expect("a range does not fail")
        };
        let (a, b) = (ThreadScheduler::new("a"), ThreadScheduler::new("b"));
        let inspector = Inspector::new("bench");
        let on = move |n| {
            let source = Stage::named("source").below("hop");
            let source = range(0..n).observed(&inspector, source).subscribe_on(&a);
            let hop = Stage::named("hop").capacity(PREFETCH);
            let numbers = source.publish_on(&b, PREFETCH).observed(&inspector, hop);
            numbers.fold(0, mix).block().expect("a range does not fail")
        };
        Scenario::new("O3", "a hop observed on both sides", 1_000_000, mixed_range)
            .threaded()
            .limit("loop", mixed_range)
            .ours("off", off)
            .ours("on", on)
    }
}
