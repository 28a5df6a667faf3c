//! Two sides that come to one drain: the engine of `zip` and `combine_latest`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;

use super::support::{explore, subscribe, thread};

#[test]
fn elements_that_come_at_the_same_time_meet() {
    explore(|| {
        let (left_sender, left) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (right_sender, right) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(left.zip(right));
        subscription.request(Demand::of(2));
        let other = thread::spawn(move || right_sender.try_send(0).unwrap());
        left_sender.try_send(0).unwrap();
        drop(left_sender);
        other.join().unwrap();
        assert_eq!(seen.elements(), 1);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn cancel_reaches_both_sides() {
    explore(|| {
        let (left_sender, left) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (right_sender, right) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(left.zip(right));
        subscription.request(Demand::ONE);
        left_sender.try_send(0).unwrap();
        let sender = right_sender.clone();
        let other = thread::spawn(move || {
            let _ = sender.try_send(0); // refused, if the cancel is first
        });
        subscription.cancel();
        other.join().unwrap();
        assert_eq!((seen.completed(), seen.dropped()), (0, 1));
        assert!(left_sender.try_send(1).is_err() && right_sender.try_send(1).is_err());
    });
}
