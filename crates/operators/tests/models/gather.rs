//! Streams that are read in an order of their own: the engine of `merge_sequential`, `flat_map_sequential`,
//! `switch_map`, lanes.

use std::num::{NonZeroU32, NonZeroUsize};

use reactive_streams::Demand;
use reactive_streams_operators::operator::Lane;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{merge_sequential, range, weighted_lanes};

use super::support::{Emitter, explore, subscribe};

#[test]
fn streams_in_sequence_lose_neither_element_nor_end() {
    explore(|| {
        let emitter = Emitter::default();
        let publishers = [emitter.publisher().boxed(), range(0..1).boxed()];
        let (seen, subscription) = subscribe(merge_sequential(publishers));
        subscription.request(Demand::of(2));
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
    });
}

#[test]
fn a_stream_that_is_brought_while_somebody_reads_is_read() {
    explore(|| {
        let emitter = Emitter::default();
        let gathered = emitter.publisher().flat_map_sequential(NonZeroUsize::MIN, |_| range(0..2));
        let (seen, subscription) = subscribe(gathered);
        subscription.request(Demand::of(2));
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
    });
}

#[test]
fn a_stream_that_is_brought_after_the_cancel_is_cancelled() {
    explore(|| {
        let (outer, inner) = (Emitter::default(), Emitter::default());
        let of_each = inner.clone();
        let (seen, subscription) =
            subscribe(outer.publisher().switch_map(move |_| of_each.silent()));
        subscription.cancel();
        outer.join();
        assert_eq!((seen.completed(), seen.dropped()), (0, 1));
        assert_eq!(inner.cancelled(), inner.subscribed());
    });
}

#[test]
fn a_lane_that_is_filled_while_another_one_is_read_is_read() {
    explore(|| {
        let (one, other) = (Emitter::default(), Emitter::default());
        let lane = |emitter: &Emitter| {
            Lane::new(emitter.publisher(), NonZeroUsize::MIN).weight(NonZeroU32::MIN)
        };
        let (seen, subscription) = subscribe(weighted_lanes([lane(&one), lane(&other)]));
        subscription.request(Demand::of(2));
        one.join();
        other.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
    });
}
