use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{concat, empty, from_iter, range};
use reactive_streams_tck::{Element, Given, Sharing, Suite};

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    suite
        .publisher("concat", |given| {
            let length = given.len();
            concat((0..length.div_ceil(7)).map(move |n| range(n * 7..length.min(n * 7 + 7))))
        })
        .fails_midway(|given| concat([failing_after(given)]))
        .fails_at_once(|given| concat([failing_after(given)]));
    synchronous(suite, "chain", |head| head.chain(empty().fallible())).prefetch(0);
    suite.publisher("chain (two halves)", halves).many(Sharing::Own);
    synchronous(suite, "switch_if_empty", |head| head.switch_if_empty(empty().fallible()))
        .prefetch(0);
    suite
        .publisher("switch_if_empty (of nothing)", |given| {
            empty().switch_if_empty(from_iter(given.elements()))
        })
        .many(Sharing::Own);
    suite.publisher("default_if_empty", |_| empty().default_if_empty(7)).exactly(1);
}

fn halves(given: &Given) -> impl Publisher<Item = Element, Error = Infallible> + Clone + use<> {
    let middle = usize::try_from(given.len() / 2).unwrap_or(usize::MAX);
    from_iter(given.elements().take(middle)).chain(from_iter(given.elements().skip(middle)))
}
