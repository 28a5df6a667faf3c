//! Merge of two threads.

use crate::harness::Scenario;
use crate::hop::{Route, with_channels};
use crate::work::mixed_range;

pub(crate) fn scenario() -> Scenario {
    let scenario = Scenario::new("S5b", "merge of two threads", 200_000, mixed_range);
    with_channels(scenario.threaded(), Route::Merge)
}
