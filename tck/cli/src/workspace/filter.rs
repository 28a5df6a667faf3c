use std::convert::Infallible;
use std::fmt;

use reactive_streams::Publisher;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::{LimitExceeded, NotSingle};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Element, Given, Sharing, Suite, TestError};

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    pass_everything_on(suite);
    drop_some(suite);
    give_one(suite);
}

fn pass_everything_on(suite: &mut Suite) {
    synchronous(suite, "filter", |head| head.filter(|_| true)).prefetch(0);
    synchronous(suite, "filter (behind a publisher without try_on_next)", |head| {
        head.map(Some).filter(Option::is_some)
    });
    synchronous(suite, "take (more than there is)", |head| head.take(usize::MAX));
    synchronous(suite, "take_while", |head| head.take_while(|_| true)).prefetch(0);
    synchronous(suite, "take_while_inclusive", |head| head.take_while_inclusive(|_| true))
        .prefetch(0);
    synchronous(suite, "map_while", |head| head.map_while(Some)).prefetch(0);
    synchronous(suite, "skip (none)", |head| head.skip(0)).prefetch(0);
    synchronous(suite, "skip_last (none)", |head| head.skip_last(0)).prefetch(0);
    synchronous(suite, "skip_while", |head| head.skip_while(|_| false)).prefetch(0);
    synchronous(suite, "distinct", |head| head.distinct_key(Element::number)).prefetch(0);
    synchronous(suite, "distinct_until_changed", |head| {
        head.distinct_until_key_changed(Element::number)
    })
    .prefetch(0);
    synchronous(suite, "limit", |head| head.map_err(Failure::from).limit(u64::MAX)).prefetch(0);
}

fn drop_some(suite: &mut Suite) {
    suite
        .publisher("filter (drops every other)", half)
        .fails_midway(|given| failing_after(given).filter(|_| true))
        .many(Sharing::Own);
    suite
        .publisher("take (less than there is)", |given| longer(given).take(length(given)))
        .up_to(100_000)
        .many(Sharing::Own);
    suite
        .publisher("take_while (less than there is)", |given| {
            let end = given.len();
            longer(given).take_while(move |element| element.number() < end)
        })
        .many(Sharing::Own);
    suite.publisher("skip (some)", |given| longer(given).skip(MORE)).many(Sharing::Own);
    suite.publisher("skip_last (some)", |given| longer(given).skip_last(MORE)).many(Sharing::Own);
    suite
        .publisher("take_last", |given| longer(given).take_last(length(given)))
        .up_to(100_000)
        .many(Sharing::Own);
    suite
        .publisher("limit (less than there is)", |given| {
            longer(given).err_into::<Failure>().limit(given.len())
        })
        .always_fails();
}

fn give_one(suite: &mut Suite) {
    suite.publisher("first", |given| longer(given).first()).exactly(1).many(Sharing::Own);
    suite.publisher("nth", |given| longer(given).nth(2)).exactly(1).many(Sharing::Own);
    suite.publisher("last", |given| longer(given).last()).exactly(1).many(Sharing::Own);
    suite
        .publisher("single", |_| from_iter([1]).err_into::<Failure>().single())
        .exactly(1)
        .many(Sharing::Own);
    suite
        .publisher("single (of several)", |_| from_iter([1, 2]).err_into::<Failure>().single())
        .exactly(0)
        .always_fails()
        .many(Sharing::Own);
    suite.publisher("find", |given| longer(given).find(|_| true)).exactly(1).many(Sharing::Own);
    suite.publisher("find_map", |given| longer(given).find_map(Some)).exactly(1);
    suite.publisher("ignore_elements", |given| longer(given).ignore_elements()).exactly(0);
}

/// How much longer a stream is than what is to come out of it.
const MORE: usize = 5;

fn longer(given: &Given) -> impl Publisher<Item = Element, Error = Infallible> + Clone + use<> {
    from_iter(given.elements_of(given.len().saturating_add(MORE as u64)))
}

fn half(given: &Given) -> impl Publisher<Item = Element, Error = Infallible> + Clone + use<> {
    // Each dropped element comes before one that is kept, so that there is none to drop at the end.
    from_iter(given.elements_of(given.len().saturating_mul(2)))
        .filter(|element| element.number() % 2 == 1)
}

fn length(given: &Given) -> usize {
    usize::try_from(given.len()).expect("it has at most 100,000 elements")
}

/// What may go wrong in a chain with operators that fail by themselves.
#[derive(Clone)]
enum Failure {
    Upstream(TestError),
    Limit(LimitExceeded),
    NotSingle(NotSingle),
}

/// An error that has come through is to look as it did.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(error) => error.fmt(f),
            Self::Limit(error) => error.fmt(f),
            Self::NotSingle(error) => error.fmt(f),
        }
    }
}

impl From<TestError> for Failure {
    fn from(error: TestError) -> Self {
        Self::Upstream(error)
    }
}

impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<LimitExceeded> for Failure {
    fn from(error: LimitExceeded) -> Self {
        Self::Limit(error)
    }
}

impl From<NotSingle> for Failure {
    fn from(error: NotSingle) -> Self {
        Self::NotSingle(error)
    }
}
