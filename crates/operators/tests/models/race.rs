//! Publishers of which the first to give something wins: the engine of `first_with_signal`, `first_with_value`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::{channel, first_with_signal};

use super::support::{cancelling, explore, subscribe, thread};

#[test]
fn one_publisher_is_first() {
    explore(|| {
        let (first_sender, first) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (second_sender, second) = channel(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(first_with_signal([first, second]));
        subscription.request(Demand::of(2));
        let other = thread::spawn(move || {
            let _ = second_sender.try_send(0); // refused, if it has lost
        });
        let _ = first_sender.try_send(0);
        drop(first_sender);
        other.join().unwrap();
        assert_eq!(seen.elements(), 1);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn cancel_ends_a_race() {
    explore(|| {
        let (first_sender, first) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (second_sender, second) = channel(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(first_with_signal([first, second]));
        subscription.request(Demand::ONE);
        let other = cancelling(&subscription);
        let _ = first_sender.try_send(0);
        other.join().unwrap();
        assert_eq!((seen.completed(), seen.dropped()), (0, 1));
        assert!(first_sender.try_send(1).is_err() && second_sender.try_send(1).is_err());
    });
}
