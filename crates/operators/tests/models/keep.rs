//! What is kept of an upstream while it is wanted: the engine of `debounce`, `throttle`.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::engine::{Keep, Take};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ImmediateScheduler;

use super::support::{Emitter, explore, subscribe, thread};

struct Latest;

impl Keep<u32> for Latest {
    type Item = u32;
    type Kept = Option<u32>;

    fn put(&mut self, kept: &mut Option<u32>, item: u32, _: Duration) {
        *kept = Some(item);
    }

    fn take(&mut self, kept: &mut Option<u32>, _: Duration, _: bool) -> Take<u32> {
        kept.take().map_or(Take::Nothing, Take::Item)
    }

    fn is_empty(&self, kept: &Option<u32>) -> bool {
        kept.is_none()
    }
}

#[test]
fn what_is_kept_and_its_demand_find_each_other() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher.keep(Latest, &ImmediateScheduler::new()));
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
        let (seen, subscription) =
            subscribe(emitter.publisher().keep(Latest, &ImmediateScheduler::new()));
        subscription.cancel();
        emitter.join();
        assert!(emitter.cancelled() <= 1);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (0, 0, 1));
    });
}
