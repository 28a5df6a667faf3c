use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_tck::{Sharing, Suite};

use super::common::{PREFETCH, capacity, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "share", |head| head.share(capacity(PREFETCH)))
        .many()
        .prefetch(PREFETCH as u64);
    suite
        .publisher("share (of a range)", |given| range(0..given.len()).share(capacity(PREFETCH)))
        .many(Sharing::Multicast);
}
