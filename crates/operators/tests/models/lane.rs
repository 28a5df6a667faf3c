//! Streams that one upstream is taken apart into: the engine of `partition`, `group_by` and windows.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, cancelling, explore, in_order, subscribe, thread};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[test]
fn an_element_and_its_demand_find_each_other_in_a_lane() {
    explore(|| {
        let emitter = Emitter::default();
        let (matching, rest) = emitter.publisher().partition(NonZeroUsize::MIN, |_| true);
        let (seen, subscription) = subscribe(matching);
        subscription.request(Demand::ONE);
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
        drop(rest);
        assert_eq!(emitter.cancelled(), 0);
    });
}

#[test]
fn what_is_delivered_directly_overtakes_nothing() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(TWO);
        let (matching, rest) = publisher.partition(TWO, |_| true);
        let (seen, subscription) = subscribe(matching.map(in_order()));
        sender.try_send(0).unwrap(); // waits in the lane
        let other = thread::spawn(move || sender.try_send(1).unwrap());
        subscription.request(Demand::of(2));
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
        drop(rest);
    });
}

#[test]
fn a_lane_that_is_subscribed_late_has_what_came_before() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(TWO);
        let (matching, rest) = publisher.partition(TWO, |_| false);
        let (first, _subscription) = subscribe(matching);
        let other = thread::spawn(move || sender.try_send(0).map(|()| sender).unwrap());
        let (late, subscription) = subscribe(rest);
        subscription.request(Demand::ONE);
        let sender = other.join().unwrap(); // the end would be another reason to look
        assert_eq!((late.elements(), late.completed()), (1, 0));
        drop(sender);
        assert_eq!((late.completed(), late.dropped()), (1, 1));
        assert_eq!((first.elements(), first.completed(), first.dropped()), (0, 1, 1));
    });
}

#[test]
fn the_last_lane_to_go_cancels_the_upstream() {
    explore(|| {
        let emitter = Emitter::default();
        let (matching, rest) = emitter.silent().partition(NonZeroUsize::MIN, |_| true);
        let (first, of_first) = subscribe(matching);
        let (second, of_second) = subscribe(rest);
        let other = cancelling(&of_first);
        of_second.cancel();
        other.join().unwrap();
        assert_eq!((first.dropped(), second.dropped()), (1, 1));
        assert_eq!(emitter.cancelled(), 1);
    });
}
