//! Requesting, emitting, cancelling and ending at the same time: pull source, drain, arbiter, outlet.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::{Demand, Processor, Publisher};
use reactive_streams_operators::{Upstream, channel, processor, range};

use super::support::{cancelling, explore, requesting, subscribe, thread};

#[test]
fn no_demand_is_lost() {
    explore(|| {
        let (seen, subscription) = subscribe(range(0..9));
        let other = requesting(&subscription, 2);
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!(seen.elements(), 3);
        assert_eq!(seen.dropped(), 0);
        subscription.cancel();
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn completes_once() {
    explore(|| {
        let (seen, subscription) = subscribe(range(0..2));
        let other = requesting(&subscription, 1);
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!(seen.elements(), 2);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn cancel_drops_the_subscriber_whoever_has_it() {
    explore(|| {
        let (seen, subscription) = subscribe(range(0..9));
        let others = [requesting(&subscription, 1), requesting(&subscription, 1)];
        subscription.cancel();
        others.into_iter().for_each(|other| other.join().unwrap());
        assert!(seen.elements() <= 2);
        assert_eq!(seen.dropped(), 1);
        assert_eq!(seen.completed(), 0);
    });
}

#[test]
fn a_drain_misses_neither_element_nor_demand_nor_end() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher);
        let other = requesting(&subscription, 1);
        sender.try_send(0).unwrap();
        drop(sender);
        other.join().unwrap();
        assert_eq!(seen.elements(), 1);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn cancel_ends_a_drain() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher);
        subscription.request(Demand::ONE);
        let other = cancelling(&subscription);
        let _ = sender.try_send(0);
        other.join().unwrap();
        assert_eq!(seen.dropped(), 1);
        assert!(sender.try_send(1).is_err());
    });
}

#[test]
fn the_ends_of_a_processor_may_be_connected_at_the_same_time() {
    explore(|| {
        let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream).split();
        let other = thread::spawn(move || range(0..2).subscribe(subscriber));
        let (seen, subscription) = subscribe(publisher);
        subscription.request(Demand::of(2));
        other.join().unwrap();
        assert_eq!(seen.elements(), 2);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn a_processor_passes_cancel_on_whenever_it_comes() {
    explore(|| {
        let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream).split();
        let (sender, source) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let other = thread::spawn(move || source.subscribe(subscriber));
        let (seen, subscription) = subscribe(publisher);
        subscription.cancel();
        other.join().unwrap();
        assert_eq!(seen.dropped(), 1);
        assert!(sender.try_send(0).is_err());
    });
}
