use reactive_streams_operators::operator::{DropNewest, DropOldest};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;

use super::common::{capacity, synchronous};

/// How many elements the suite sends at most, so that none is dropped.
const ALL: u64 = 3000;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "on_backpressure_buffer (newest)", |head| {
        head.on_backpressure_buffer(capacity(ALL as usize), DropNewest(drop))
    })
    .up_to(ALL)
    .prefetch(u64::MAX);
    synchronous(suite, "on_backpressure_buffer (oldest)", |head| {
        head.on_backpressure_buffer(capacity(ALL as usize), DropOldest(drop))
    })
    .up_to(ALL)
    .prefetch(u64::MAX);
}
