//! Writing, joining, reading and leaving at the same time: the engine of `replay`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use reactive_streams::Demand;
use reactive_streams_operators::Sinks;

use super::support::{cancelling, explore, requesting, subscribe, thread};

#[test]
fn a_reader_misses_neither_element_nor_end() {
    explore(|| {
        let (sink, replay) = Sinks::many().replay::<u32, Infallible>(NonZeroUsize::MIN);
        let writer = thread::spawn(move || sink.try_emit_next(0).unwrap());
        let (seen, subscription) = subscribe(replay);
        subscription.request(Demand::of(2));
        writer.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn demand_and_element_of_a_replay_find_each_other() {
    explore(|| {
        let (sink, replay) = Sinks::many().replay::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(replay);
        let other = requesting(&subscription, 1);
        sink.try_emit_next(0).unwrap();
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed()), (1, 0));
        drop(sink);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn one_that_leaves_does_not_hold_the_sink() {
    explore(|| {
        let (sink, replay) = Sinks::many().replay::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(replay);
        sink.try_emit_next(0).unwrap();
        let leaving = cancelling(&subscription);
        subscription.request(Demand::ONE);
        leaving.join().unwrap();
        assert!(seen.elements() <= 1);
        assert_eq!((seen.completed(), seen.dropped()), (0, 1));
        sink.try_emit_next(1).unwrap();
    });
}
