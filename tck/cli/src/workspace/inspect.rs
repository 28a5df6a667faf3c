use std::num::NonZeroUsize;

use reactive_streams_inspect::{InspectExt, Inspector, Stage};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Sharing, Suite};

use super::common::{PREFETCH, capacity, failing_after, scheduled, synchronous};

/// A stage of which everything is known.
fn full(name: &'static str, capacity: NonZeroUsize) -> Stage {
    Stage::named(name).capacity(capacity).drops(&Default::default()).depth_with(|| 0).lag_with(|| 0)
}

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "observed", |head| {
        head.observed(&Inspector::new("tck"), Stage::named("stage"))
    })
    .prefetch(0);
    suite
        .publisher("observed (as a publisher)", |given| {
            from_iter(given.elements()).observed(&Inspector::new("tck"), Stage::named("stage"))
        })
        .fails_midway(|given| {
            failing_after(given).observed(&Inspector::new("tck"), Stage::named("stage"))
        })
        .many(Sharing::Own);
    scheduled(suite, "observed (on both sides of a hop)", |head, scheduler| {
        let inspector = Inspector::with_clock("tck", scheduler);
        let capacity = capacity(PREFETCH);
        head.observed(&inspector, Stage::named("source"))
            .publish_on(scheduler, capacity)
            .observed(&inspector, full("hop", capacity))
    })
    .prefetch(PREFETCH as u64);
    synchronous(suite, "log", |head| head.log("tck")).prefetch(0);
}
