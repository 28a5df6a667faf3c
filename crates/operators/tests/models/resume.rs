//! A source that ends while there are requests, or a cancel: the engine of `chain`, `concat`, `retry`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{channel, range};

use super::support::{explore, requesting, subscribe, thread};

#[test]
fn no_demand_is_lost_where_one_source_follows_another() {
    explore(|| {
        let (sender, first) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        sender.try_send(9).unwrap();
        let (seen, subscription) = subscribe(first.chain(range(0..2)));
        let other = thread::spawn(move || drop(sender));
        let another = requesting(&subscription, 1);
        subscription.request(Demand::of(2));
        other.join().unwrap();
        another.join().unwrap();
        assert_eq!(seen.elements(), 3);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn a_source_that_ends_while_it_is_subscribed_is_followed() {
    explore(|| {
        let (sender, first) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let other = thread::spawn(move || drop(sender));
        let (seen, subscription) = subscribe(first.chain(range(0..1)));
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn cancel_finds_the_subscriber_between_two_sources() {
    explore(|| {
        let (first_sender, first) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (second_sender, second) = channel(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(first.chain(second));
        let other = thread::spawn(move || drop(first_sender));
        subscription.cancel();
        other.join().unwrap();
        assert_eq!((seen.completed(), seen.dropped()), (0, 1));
        assert!(second_sender.try_send(0).is_err());
    });
}
