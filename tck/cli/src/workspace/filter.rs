use std::convert::Infallible;

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Element, Given, Sharing, Suite};

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "filter", |head| head.filter(|_| true)).prefetch(0);
    suite
        .publisher("filter (drops every other)", half)
        .fails_midway(|given| failing_after(given).filter(|_| true))
        .many(Sharing::Own);
    synchronous(suite, "filter (behind a publisher without try_on_next)", |head| {
        head.map(Some).filter(Option::is_some)
    });
    synchronous(suite, "take (more than there is)", |head| head.take(usize::MAX));
    suite
        .publisher("take (less than there is)", |given| {
            from_iter(given.elements_of(given.len() + 5)).take(length(given))
        })
        .up_to(100_000)
        .many(Sharing::Own);
}

fn half(given: &Given) -> impl Publisher<Item = Element, Error = Infallible> + Clone + use<> {
    // Each dropped element comes before one that is kept, so that there is none to drop at the end.
    from_iter(given.elements_of(given.len().saturating_mul(2)))
        .filter(|element| element.number() % 2 == 1)
}

fn length(given: &Given) -> usize {
    usize::try_from(given.len()).expect("it has at most 100,000 elements")
}
