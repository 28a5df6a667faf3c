//! Two true hops: through three threads, one element at a time, through buffers of 256.

use crate::harness::Scenario;
use crate::hop::{Route, with_channels};
use crate::work::mixed_range;

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("S4c", "two hops, through three threads", 200_000, mixed_range);
    with_channels(scenario.threaded(), Route::Hops(2))
}
