use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_tck::Suite;

use super::common::{PREFETCH, capacity, failing_after, on_each_scheduler, scheduled};
use super::schedulers::simulated;

pub(super) fn add_to(suite: &mut Suite) {
    on_each_scheduler(suite, "publish_on", PREFETCH, |head, scheduler| {
        head.publish_on(scheduler, capacity(PREFETCH))
    });
    scheduled(suite, "publish_on (prefetch of one)", |head, scheduler| {
        head.publish_on(scheduler, capacity(1))
    })
    .prefetch(1);
    scheduled(suite, "publish_on twice (simulated)", |head, scheduler| {
        head.publish_on(scheduler, capacity(PREFETCH))
            .map(|element| element)
            .publish_on(scheduler, capacity(2))
    })
    .prefetch(PREFETCH as u64 + 2);
    on_each_scheduler(suite, "subscribe_on", 0, |head, scheduler| head.subscribe_on(scheduler));
    suite
        .publisher("subscribe_on (of a range)", |given| {
            range(0..given.len()).subscribe_on(&simulated(given))
        })
        .scheduled()
        .fails_at_once(|given| failing_after(given).subscribe_on(&simulated(given)))
        .fails_midway(|given| failing_after(given).subscribe_on(&simulated(given)));
}
