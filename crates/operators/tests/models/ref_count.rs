//! An upstream that is shared by those who are there: the last one to go, and one who comes.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_operators::prelude::*;

use super::support::{Emitter, cancelling, explore, subscribe};

#[test]
fn who_comes_while_the_last_one_goes_has_a_live_upstream() {
    explore(|| {
        let emitter = Emitter::default();
        let shared = emitter.silent().ref_count(NonZeroUsize::MIN, NonZeroUsize::MIN);
        let (first, subscription) = subscribe(shared.clone());
        let leaving = cancelling(&subscription);
        let (second, subscription) = subscribe(shared);
        leaving.join().unwrap();
        // In the same round, or in one of its own.
        assert_eq!(emitter.subscribed() - emitter.cancelled(), 1);
        assert_eq!((first.dropped(), second.dropped()), (1, 0));
        subscription.cancel();
        assert_eq!(emitter.subscribed(), emitter.cancelled());
        assert_eq!((first.completed(), second.completed(), second.dropped()), (0, 0, 1));
    });
}

#[test]
fn two_who_leave_at_once_end_the_round_once() {
    explore(|| {
        let emitter = Emitter::default();
        let shared = emitter.silent().ref_count(NonZeroUsize::MIN, NonZeroUsize::MIN);
        let (first, one) = subscribe(shared.clone());
        let (second, other) = subscribe(shared);
        let leaving = cancelling(&one);
        other.cancel();
        leaving.join().unwrap();
        assert_eq!((emitter.subscribed(), emitter.cancelled()), (1, 1));
        assert_eq!((first.dropped(), second.dropped()), (1, 1));
    });
}

#[test]
fn a_grace_that_is_over_finds_nobody_or_is_void() {
    explore(|| {
        let (emitter, timer) = (Emitter::default(), Emitter::default());
        let grace = Duration::from_secs(1);
        let shared = emitter.silent().ref_count_with_grace(
            NonZeroUsize::MIN,
            NonZeroUsize::MIN,
            grace,
            &timer,
        );
        let (first, subscription) = subscribe(shared.clone());
        subscription.cancel(); // the grace may be over at any time from now on
        let (second, subscription) = subscribe(shared.clone());
        timer.join();
        assert_eq!(emitter.subscribed() - emitter.cancelled(), 1);
        assert_eq!((first.dropped(), second.dropped()), (1, 0));
        subscription.cancel();
        timer.join();
        assert_eq!(emitter.subscribed(), emitter.cancelled());
        assert_eq!((second.completed(), second.dropped()), (0, 1));
        drop(shared);
    });
}
