use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;

use super::common::synchronous;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "map", |head| head.map(|element| element)).prefetch(0);
}
