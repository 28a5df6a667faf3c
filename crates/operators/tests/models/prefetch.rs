//! The two ends of a prefetch queue. Its ring is not seen by the explorers; the demand, the end and the
//! drain around it are.

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, explore, requesting, subscribe};

#[test]
fn what_is_queued_and_its_demand_find_each_other() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().intersperse(0));
        let other = requesting(&subscription, 1);
        emitter.join();
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
        assert_eq!(emitter.cancelled(), 0);
    });
}

#[test]
fn cancel_drops_the_subscriber_while_the_queue_is_filled() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().intersperse(0));
        subscription.request(Demand::ONE);
        subscription.cancel();
        emitter.join();
        assert!(seen.elements() <= 1 && emitter.cancelled() <= 1);
        assert_eq!(seen.dropped(), 1);
    });
}
