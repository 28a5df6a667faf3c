//! A stream that another one ends: the engine of `take_until`, `skip_until`, timeouts.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::channel;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, cancelling, explore, subscribe};

#[test]
fn a_stream_ends_once_whoever_ends_it() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().take_until(emitter.publisher()));
        subscription.request(Demand::ONE);
        emitter.join();
        assert!(seen.elements() <= 1);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn the_notifier_reaches_an_upstream_that_is_being_subscribed() {
    explore(|| {
        let (upstream, notifier) = (Emitter::default(), Emitter::default());
        let (seen, _subscription) = subscribe(upstream.silent().take_until(notifier.publisher()));
        notifier.join();
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
        assert_eq!(upstream.cancelled(), upstream.subscribed());
    });
}

#[test]
fn an_end_that_comes_while_the_subscriber_has_an_element_in_hand_is_not_lost() {
    explore(|| {
        let (sender, upstream) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let notifier = Emitter::default();
        let (seen, subscription) = subscribe(upstream.take_until(notifier.publisher()));
        subscription.request(Demand::ONE);
        let _ = sender.try_send(0); // refused, if the notifier is first
        notifier.join();
        assert!(seen.elements() <= 1);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn cancel_drops_the_subscriber_while_it_has_an_element_in_hand() {
    explore(|| {
        let (upstream, notifier) = (Emitter::default(), Emitter::default());
        let relayed = upstream.publisher().take_until(notifier.silent());
        let (seen, subscription) = subscribe(relayed);
        let other = cancelling(&subscription);
        upstream.join();
        other.join().unwrap();
        assert!(seen.elements() <= 1);
        assert_eq!(seen.dropped(), 1);
        assert_eq!(notifier.cancelled(), notifier.subscribed());
    });
}
