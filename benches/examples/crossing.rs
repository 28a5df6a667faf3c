//! What `java/` calls across the border to measure what a crossing costs.

use reactive_streams_benches::work::{mapped, mix};
use reactive_streams_jvm::{JavaPublisher, Registry};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{range, sink};

reactive_streams_jvm::export!(register);

fn register(streams: &mut Registry) {
    streams
        .publisher("range", |n: i64| range(0..n))
        .sink("mixed", |()| {
            sink::fold(0, |total: i64, x: i64| {
                mix(total.cast_unsigned(), x.cast_unsigned()).cast_signed()
            })
        })
        .publisher("mapped", |numbers: JavaPublisher<i64>| {
            numbers.map(|x| mapped(x.cast_unsigned()).cast_signed())
        });
}
