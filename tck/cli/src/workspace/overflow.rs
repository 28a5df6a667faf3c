use std::num::NonZeroUsize;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::{DropNewest, DropOldest};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Given, Sharing, Suite};

use super::common::capacity;

/// As publishers and not as processors: what is asked of a processor is that its prefetch has a bound.
pub(super) fn add_to(suite: &mut Suite) {
    suite
        .publisher("on_backpressure_buffer (newest)", |given| {
            from_iter(given.elements()).on_backpressure_buffer(room(given), DropNewest(drop))
        })
        .up_to(3000)
        .many(Sharing::Own);
    suite
        .publisher("on_backpressure_buffer (oldest)", |given| {
            from_iter(given.elements()).on_backpressure_buffer(room(given), DropOldest(drop))
        })
        .up_to(3000)
        .many(Sharing::Own);
}

/// Room for all elements, so that none is dropped.
fn room(given: &Given) -> NonZeroUsize {
    capacity(usize::try_from(given.len().max(1)).expect("it has at most 3000 elements"))
}
