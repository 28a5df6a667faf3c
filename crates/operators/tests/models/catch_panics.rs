//! A segment that panics, while its downstream requests or cancels.

use std::panic::resume_unwind;

use reactive_streams::Publisher;
use reactive_streams_operators::empty;
use reactive_streams_operators::engine::Panicked;
use reactive_streams_operators::prelude::*;

use super::support::{Emitter, cancelling, explore, requesting, subscribe};

/// The numbers 0 and 1 from another thread, through a segment that panics at 1. Whose subscriber is told of the
/// panic is completed.
fn bombed(emitter: &Emitter) -> impl Publisher<Item = u32> {
    let numbers = emitter.count(2).fallible::<Panicked>();
    let bombed = numbers.catch_panics(|numbers| {
        numbers.map(|n| if n == 1 { resume_unwind(Box::new("bomb")) } else { n })
    });
    bombed.on_error_resume(|_: Panicked| empty())
}

#[test]
fn a_panic_becomes_the_end_whoever_requests() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(bombed(&emitter));
        let other = requesting(&subscription, 2);
        emitter.join();
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn a_panic_and_a_cancel_end_it_once() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(bombed(&emitter));
        let other = cancelling(&subscription);
        emitter.join();
        other.join().unwrap();
        assert!(seen.elements() <= 1 && seen.completed() <= 1);
        assert_eq!(seen.dropped(), 1);
    });
}
