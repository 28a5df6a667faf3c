use std::ops::ControlFlow::Break;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Sharing, Suite};

use super::common::{PREFETCH, capacity, failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "chunks (of one)", |head| head.chunks(capacity(1))).prefetch(0);
    suite
        .publisher("chunks (of three, the last one shorter)", |given| {
            let elements = given.len().saturating_mul(3).saturating_sub(1);
            from_iter(given.elements_of(elements)).chunks(capacity(3))
        })
        .fails_midway(|given| failing_after(given).chunks(capacity(1)))
        .fails_at_once(|given| failing_after(given).chunks(capacity(1_000_000)))
        .many(Sharing::Own);
    suite.publisher("sliding (overlapping)", |given| {
        let elements = if given.len() == 0 { 0 } else { given.len().saturating_add(2) };
        from_iter(given.elements_of(elements)).sliding(capacity(3), capacity(1))
    });
    suite.publisher("sliding (with gaps)", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(3)))
            .sliding(capacity(2), capacity(3))
    });
    synchronous(suite, "buffer_until (one each)", |head| head.buffer_until(|_| true)).prefetch(0);
    suite.publisher("buffer_until", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(2).saturating_sub(1)))
            .buffer_until(|element| element.number() % 2 == 1)
    });
    suite.publisher("buffer_while", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(2)))
            .buffer_while(|element| element.number() % 2 == 1)
    });
    suite.publisher("chunk_by", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(2)))
            .chunk_by(|a, b| a.number() / 2 == b.number() / 2)
    });
    suite.publisher("chunks_weighted", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(2))).chunks_weighted(2, |_| 1)
    });
    synchronous(suite, "aggregate_with (one each)", |head| {
        head.aggregate_with(|_, element| Break(element))
    })
    .prefetch(0);
    suite
        .publisher("ready_chunks (of one)", |given| {
            from_iter(given.elements()).ready_chunks(capacity(1))
        })
        .fails_midway(|given| failing_after(given).ready_chunks(capacity(1)))
        .fails_at_once(|given| failing_after(given).ready_chunks(capacity(8)));
    synchronous(suite, "ready_chunks (one by one again)", |head| {
        head.ready_chunks(capacity(PREFETCH)).concat_map(|batch| from_iter(batch).fallible())
    });
}
