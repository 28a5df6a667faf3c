//! What follows the last element of an upstream, and its demand: reductions and batches.

use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::support::{Emitter, explore, requesting, subscribe};

#[test]
fn a_result_and_its_demand_find_each_other() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().fold(0, |sum, n| sum + n));
        subscription.request(Demand::ONE);
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn the_last_batch_and_its_demand_find_each_other() {
    explore(|| {
        let emitter = Emitter::default();
        let two = NonZeroUsize::new(2).unwrap();
        let (seen, subscription) = subscribe(emitter.publisher().chunks(two));
        subscription.request(Demand::ONE);
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn the_last_batch_waits_for_demand_of_its_own() {
    explore(|| {
        let (seen, subscription) = subscribe(range(0..3).chunk_by(|_, _| false));
        let other = requesting(&subscription, 1);
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 0, 0));
        subscription.request(Demand::ONE);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (3, 1, 1));
    });
}

#[test]
fn cancel_drops_a_result_that_waits() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().fold(0, |sum, n| sum + n));
        subscription.cancel();
        emitter.join();
        assert!(emitter.cancelled() <= 1);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (0, 0, 1));
    });
}
