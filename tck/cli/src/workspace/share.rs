use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Sinks, once, range};
use reactive_streams_tck::{Element, Given, Sharing, Suite, TestError};

use super::common::{PREFETCH, capacity, synchronous};
use super::schedulers::simulated;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "share", |head| head.share(capacity(PREFETCH)))
        .many()
        .prefetch(PREFETCH as u64);
    suite
        .publisher("share (of a range)", |given| range(0..given.len()).share(capacity(PREFETCH)))
        .many(Sharing::Multicast);
    suite
        .publisher("publish", |given| {
            let published = range(0..given.len()).hide().publish(capacity(PREFETCH));
            published.connect().detach();
            published
        })
        .many(Sharing::Multicast);
    suite
        .publisher("auto_connect", |given| {
            range(0..given.len()).hide().publish(capacity(PREFETCH)).auto_connect(capacity(1))
        })
        .many(Sharing::Multicast);
    synchronous(suite, "auto_connect (as a processor)", |head| {
        head.publish(capacity(PREFETCH)).auto_connect(capacity(1))
    })
    .prefetch(PREFETCH as u64);
    suite
        .publisher("ref_count", |given| {
            range(0..given.len()).hide().ref_count(capacity(PREFETCH), capacity(1))
        })
        .many(Sharing::Multicast);
    suite
        .publisher("ref_count_with_grace", |given| {
            let (prefetch, one) = (capacity(PREFETCH), capacity(1));
            let shared = range(0..given.len()).hide();
            shared.ref_count_with_grace(prefetch, one, Duration::from_secs(1), &simulated(given))
        })
        .many(Sharing::Multicast)
        .scheduled();
    suite
        .publisher("Sinks::many().unicast", |given| {
            let (sink, publisher) = Sinks::many().unicast::<_, TestError>(room(given));
            for element in given.elements() {
                sink.try_emit_next(element).expect("there is room for all of them");
            }
            publisher
        })
        .up_to(3000)
        .fails_at_once(failing_unicast)
        .fails_midway(failing_unicast);
    suite
        .publisher("Sinks::many().multicast (buffered)", |given| {
            let (sink, publisher) =
                Sinks::many().multicast().on_backpressure_buffer::<_, TestError>(room(given));
            for number in 0..given.len() {
                sink.try_emit_next(number).expect("there is room for all of them");
            }
            publisher
        })
        .up_to(3000)
        .many(Sharing::Multicast);
    suite
        .publisher("replay (of a range)", |given| range(0..given.len()).replay(capacity(PREFETCH)));
    suite.publisher("cache", |given| range(0..given.len()).cache());
    suite.publisher("Mono::cache", |_| once(7).cache()).exactly(1);
    suite
        .publisher("Mono::cache_invalidate_if", |_| once(7).cache_invalidate_if(|n| *n > 7))
        .exactly(1);
    suite
        .publisher("Sinks::many().replay", |given| {
            let (sink, publisher) = Sinks::many().replay::<_, TestError>(room(given));
            for number in 0..given.len() {
                sink.try_emit_next(number).expect("nobody reads yet");
            }
            publisher
        })
        .up_to(3000)
        .many(Sharing::Own);
    suite
        .publisher("Sinks::one", |_| {
            let (sink, publisher) = Sinks::one::<u64, TestError>();
            sink.try_emit_value(7).expect("it has not ended before");
            publisher
        })
        .exactly(1)
        .many(Sharing::Own)
        .fails_at_once(|given| {
            let (sink, publisher) = Sinks::one::<u64, TestError>();
            sink.try_emit_error(given.error()).expect("it has not ended before");
            publisher
        });
}

fn room(given: &Given) -> NonZeroUsize {
    capacity(usize::try_from(given.len().max(1)).expect("it has at most 3000 elements"))
}

fn failing_unicast(given: &Given) -> impl Publisher<Item = Element, Error = TestError> + use<> {
    let (sink, publisher) = Sinks::many().unicast(room(given));
    for element in given.elements() {
        sink.try_emit_next(element).expect("there is room for all of them");
    }
    sink.try_emit_error(given.error()).expect("it has not ended before");
    publisher
}
