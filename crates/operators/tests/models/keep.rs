//! What is kept of an upstream while it is wanted: the engine of `on_backpressure_latest`, `debounce`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, explore, subscribe, thread};

#[test]
fn what_is_kept_and_its_demand_find_each_other() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher.on_backpressure_latest());
        let other = thread::spawn(move || sender.try_send(0).map(|()| sender).unwrap());
        subscription.request(Demand::ONE);
        let sender = other.join().unwrap(); // the end would be another reason to look
        assert_eq!((seen.elements(), seen.completed()), (1, 0));
        drop(sender);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn cancel_finds_what_is_kept_wherever_it_is() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().on_backpressure_latest());
        subscription.cancel();
        emitter.join();
        assert!(emitter.cancelled() <= 1);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (0, 0, 1));
    });
}
