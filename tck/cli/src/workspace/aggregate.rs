use std::ops::ControlFlow::Continue;

use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Element, Sharing, Suite};

/// They differ in what they make of an element, and share the engine: it is checked once with all
/// elements, once with fewer, and once with a value that may be missing.
pub(super) fn add_to(suite: &mut Suite) {
    suite
        .publisher("count", |given| from_iter(given.elements()).count())
        .exactly(1)
        .many(Sharing::Own);
    suite.publisher("is_empty", |given| from_iter(given.elements()).is_empty()).exactly(1);
    suite.publisher("any", |given| from_iter(given.elements()).any(|_| true)).exactly(1);
    suite.publisher("all", |given| from_iter(given.elements()).all(|_| true)).exactly(1);
    suite
        .publisher("fold_while", |given| {
            from_iter(given.elements()).fold_while(0, |count, _| Continue(count + 1))
        })
        .exactly(1);
    suite
        .publisher("reduce", |given| from_iter(given.elements_of(3)).reduce(|one, _| one))
        .exactly(1);
    suite
        .publisher("max_by_key", |given| {
            from_iter(given.elements_of(3)).max_by_key(Element::number)
        })
        .exactly(1);
    suite
        .publisher("collect_with", |given| {
            from_iter(given.elements()).collect_with(vec![], Vec::push)
        })
        .exactly(1);
}
