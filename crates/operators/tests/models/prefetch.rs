//! The two ends of a prefetch queue. Its ring is not seen by the explorers; the demand, the end and the
//! drain around it are.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, explore, subscribe, thread};

#[test]
fn what_is_queued_and_its_demand_find_each_other() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher.intersperse(0));
        let other = thread::spawn(move || sender.try_send(0).unwrap());
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
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
