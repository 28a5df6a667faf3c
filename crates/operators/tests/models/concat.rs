//! Streams one after another, while the outer one goes on: the engine of `concat_map`, `concat`.

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::support::{Emitter, explore, requesting, subscribe};

#[test]
fn the_outer_stream_and_an_inner_one_may_end_at_the_same_time() {
    explore(|| {
        let (outer, inner) = (Emitter::default(), Emitter::default());
        let of_each = inner.clone();
        let concat = outer.publisher().concat_map(move |_| of_each.publisher());
        let (seen, subscription) = subscribe(concat);
        subscription.request(Demand::ONE);
        outer.join();
        inner.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn demand_finds_the_inner_stream_whoever_is_first() {
    explore(|| {
        let outer = Emitter::default();
        let concat = outer.publisher().concat_map(|_| range(0..3).hide());
        let (seen, subscription) = subscribe(concat);
        let other = requesting(&subscription, 1);
        subscription.request(Demand::ONE);
        outer.join();
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 0, 0));
        subscription.request(Demand::ONE);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (3, 1, 1));
    });
}

#[test]
fn cancel_reaches_an_inner_stream_that_is_being_subscribed() {
    explore(|| {
        let (outer, inner) = (Emitter::default(), Emitter::default());
        let of_each = inner.clone();
        let concat = outer.publisher().concat_map(move |_| of_each.silent());
        let (seen, subscription) = subscribe(concat);
        subscription.cancel();
        outer.join();
        assert_eq!(seen.dropped(), 1);
        assert_eq!(inner.cancelled(), inner.subscribed());
    });
}
