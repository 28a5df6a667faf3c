//! Joining, requesting, leaving and ending at the same time: the engine of `share`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{channel, range};

use super::support::{cancelling, explore, requesting, subscribe, thread};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[test]
fn the_slowest_decides_whoever_asks_first() {
    explore(|| {
        let shared = range(0..2).share(TWO);
        let (first, of_first) = subscribe(shared.clone());
        let (second, of_second) = subscribe(shared);
        let other = requesting(&of_first, 2);
        of_second.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!((first.elements(), second.elements()), (1, 1));
        of_second.request(Demand::ONE);
        assert_eq!((first.completed(), second.completed()), (1, 1));
        assert_eq!((first.dropped(), second.dropped()), (1, 1));
    });
}

#[test]
fn one_that_leaves_does_not_hold_the_others() {
    explore(|| {
        let shared = range(0..1).share(TWO);
        let (stays, of_stays) = subscribe(shared.clone());
        let (leaves, of_leaves) = subscribe(shared);
        let other = cancelling(&of_leaves);
        of_stays.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!((stays.elements(), stays.completed()), (1, 1));
        assert_eq!((leaves.elements(), leaves.completed(), leaves.dropped()), (0, 0, 1));
    });
}

#[test]
fn one_that_joins_while_it_ends_learns_of_the_end() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let shared = publisher.share(TWO);
        let (first, _subscription) = subscribe(shared.clone());
        let other = thread::spawn(move || drop(sender));
        let (second, _subscription) = subscribe(shared);
        other.join().unwrap();
        assert_eq!((first.completed(), second.completed()), (1, 1));
        assert_eq!((first.dropped(), second.dropped()), (1, 1));
    });
}

#[test]
fn the_last_to_leave_closes_the_door() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let shared = publisher.share(TWO);
        let (first, of_first) = subscribe(shared.clone());
        let (second, of_second) = subscribe(shared);
        let other = cancelling(&of_first);
        of_second.cancel();
        other.join().unwrap();
        assert_eq!((first.dropped(), second.dropped()), (1, 1));
        assert!(sender.try_send(1).is_err());
    });
}
