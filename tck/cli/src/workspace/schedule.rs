use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;

use super::common::{PREFETCH, capacity, on_each_scheduler, scheduled};

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
}
