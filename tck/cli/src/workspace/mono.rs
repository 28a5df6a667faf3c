use reactive_streams_operators::mono::BoxMono;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, from_iter, once};
use reactive_streams_tck::{Given, Sharing, Suite, TestError};

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    // Behind one element, all that comes is the other stream's.
    suite
        .publisher("flat_map_many", |given| {
            let elements = given.elements();
            once(()).flat_map_many(move |()| from_iter(elements))
        })
        .fails_midway(|given| {
            let failing = failing_after(given);
            once(()).fallible().flat_map_many(move |()| failing)
        })
        .many(Sharing::Own);
    suite
        .publisher("then_many", |given| once(()).then_many(from_iter(given.elements())))
        .many(Sharing::Own);
    synchronous(suite, "then_many (everything)", |head| empty::<u8>().fallible().then_many(head));
    suite.publisher("Mono::or", |_| once(6).or(once(7))).exactly(1);
    suite.publisher("Mono::zip_when", |_| once(6).zip_when(|n| once(n * 7))).exactly(1);
    suite.publisher("flat_map", |_| once(6).flat_map(|n| once(n * 7))).exactly(1);
    suite.publisher("flat_map (to nothing)", |_| once(6).flat_map(|_| empty::<u8>())).exactly(0);
    suite.publisher("then", |given| from_iter(given.elements()).count().then(once(1))).exactly(1);
    suite
        .publisher("then (after a failure)", |given| failed(given).then_return(1))
        .exactly(0)
        .always_fails();
}

fn failed(given: &Given) -> BoxMono<u8, TestError> {
    error(given.error()).first().boxed_mono()
}
