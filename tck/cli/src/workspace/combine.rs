use std::convert::Infallible;
use std::num::NonZeroU32;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{Lane, TooManyOpen};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{
    concat, empty, error, first_with_signal, first_with_value, from_iter, interleave, merge_all,
    merge_comparing, merge_preferred, merge_sequence, merge_sequential, never, once, range,
    strict_lanes, weighted_lanes, when, zip3,
};
use reactive_streams_tck::{Element, Given, Sharing, Suite};

use super::common::{capacity, failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    merges(suite);
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
            empty().into_flux().switch_if_empty(from_iter(given.elements()))
        })
        .many(Sharing::Own);
    suite.publisher("default_if_empty", |_| empty().default_if_empty(7)).exactly(1);
    synchronous(suite, "zip", |head| head.zip(range(0..u64::MAX).hide().fallible()).map(left))
        .prefetch(256);
    synchronous(suite, "zip (with an iterator)", |head| {
        range(0..u64::MAX).fallible().zip(head).map(|(_, element)| element)
    })
    .prefetch(256);
    suite
        .publisher("zip (of two)", |given| {
            from_iter(given.elements()).hide().zip(range(0..given.len()).hide()).map(left)
        })
        .many(Sharing::Own);
    suite
        .publisher("zip3", |given| {
            zip3(from_iter(given.elements()).hide(), range(0..u64::MAX).hide(), range(0..u64::MAX))
        })
        .many(Sharing::Own);
    synchronous(suite, "zip_iter", |head| head.zip_iter(0u64..).map(left)).prefetch(0);
    suite
        .publisher("zip_all", |given| {
            let shorter = range(0..given.len() / 2).hide();
            range(0..given.len()).hide().zip_all(shorter, 0, 0)
        })
        .many(Sharing::Own);
    latest_and_first(suite);
    delayed(suite);
    joins(suite);
    suite
        .publisher("sequence_equal", |given| {
            from_iter(given.elements()).hide().sequence_equal(from_iter(given.elements()))
        })
        .exactly(1);
}

fn merges(suite: &mut Suite) {
    synchronous(suite, "merge", |head| head.merge(empty().fallible())).prefetch(32);
    suite.publisher("merge (of two)", halves_merged).many(Sharing::Own);
    suite.publisher("merge_all", |given| merge_all(parts(given.len())));
    suite.publisher("merge_sequential", |given| merge_sequential(parts(given.len())));
    suite.publisher("merge_comparing", |given| merge_comparing(parts(given.len()), u64::cmp));
    suite.publisher("merge_preferred", |given| merge_preferred(parts(given.len())));
    suite.publisher("merge_sequence", |given| merge_sequence(parts(given.len()), |n| *n));
    let [few, many] = [capacity(2), capacity(8)];
    suite.publisher("strict_lanes", move |given| {
        strict_lanes(parts(given.len()).map(|part| Lane::new(part, few)))
    });
    suite.publisher("weighted_lanes", move |given| {
        let weights = [1, 3, 2].map(|n| NonZeroU32::MIN.saturating_add(n));
        let lanes = parts(given.len()).into_iter().zip(weights);
        let lanes = lanes.map(move |(part, weight)| Lane::new(part, many).weight(weight));
        weighted_lanes(lanes)
    });
    suite.publisher("interleave", |given| interleave(parts(given.len()), capacity(3)));
}

fn halves_merged(given: &Given) -> impl Publisher<Item = u64, Error = Infallible> + Clone + use<> {
    let length = given.len();
    range(0..length / 2).hide().merge(range(length / 2..length).hide())
}

/// Three publishers, which have so many elements together.
fn parts(length: u64) -> [impl Publisher<Item = u64, Error = Infallible> + use<>; 3] {
    let third = length / 3;
    [range(0..third), range(third..2 * third), range(2 * third..length)].map(|part| part.hide())
}

fn latest_and_first(suite: &mut Suite) {
    suite
        .publisher("combine_latest", |given| {
            once(0).into_flux().hide().combine_latest(from_iter(given.elements()).hide())
        })
        .many(Sharing::Own);
    synchronous(suite, "with_latest_from", |head| {
        head.with_latest_from(once(0).into_flux().fallible(), |element, _| element)
    })
    .prefetch(0);
    synchronous(suite, "first_with_signal", |head| {
        first_with_signal([head.boxed(), never().fallible().boxed()])
    })
    .prefetch(0);
    synchronous(suite, "first_with_value", |head| {
        first_with_value([empty().into_flux().fallible().boxed(), head.boxed()])
    })
    .prefetch(0);
    suite
        .publisher("first_with_signal (of two)", |given| {
            first_with_signal([from_iter(given.elements()), from_iter(given.elements())])
        })
        .many(Sharing::Own);
    suite
        .publisher("when", |given| when([range(0..given.len()), range(0..1)]))
        .exactly(1)
        .fails_at_once(|given| when([error::<u8, _>(given.error())]))
        .many(Sharing::Own);
}

/// One element on the left that stays, and many on the right that do not; or the other way round.
fn joins(suite: &mut Suite) {
    suite.publisher("join", |given| {
        once(0).into_flux().fallible::<TooManyOpen>().join(
            range(0..given.len()).hide().fallible(),
            |_| never::<()>().fallible(),
            |_| empty::<()>().fallible(),
            capacity(4),
            |_, number| *number,
        )
    });
    suite.publisher("group_join", |given| {
        range(0..given.len()).hide().fallible::<TooManyOpen>().group_join(
            once(0).fallible(),
            |_| empty::<()>().fallible(),
            |_| never::<()>().fallible(),
            capacity(4),
            |number, _window| *number,
        )
    });
}

fn delayed(suite: &mut Suite) {
    suite
        .publisher("zip (errors delayed)", |given| {
            from_iter(given.elements()).hide().zip(range(0..given.len()).hide()).delay_errors()
        })
        .fails_midway(|given| failing_after(given).zip(endless()).delay_errors())
        .fails_at_once(|given| failing_after(given).zip(endless()).delay_errors())
        .many(Sharing::Own);
    suite
        .publisher("combine_latest (errors delayed)", |given| {
            let one = once(0).into_flux().hide();
            one.combine_latest(from_iter(given.elements()).hide()).delay_errors()
        })
        .fails_midway(|given| {
            once(0).into_flux().fallible().combine_latest(failing_after(given)).delay_errors()
        })
        .many(Sharing::Own);
    suite
        .publisher("when (errors delayed)", |given| {
            when([range(0..given.len()), range(0..1)]).delay_errors()
        })
        .exactly(1)
        .fails_at_once(|given| when([error::<u8, _>(given.error())]).delay_errors())
        .many(Sharing::Own);
    suite
        .publisher("merge (errors delayed)", |given| {
            range(0..given.len()).hide().merge(empty()).delay_errors()
        })
        .fails_midway(|given| failing_after(given).merge(empty().fallible()).delay_errors());
    suite
        .publisher("merge_sequential (errors delayed)", |given| {
            merge_sequential(parts(given.len())).delay_errors()
        })
        .fails_midway(|given| merge_sequential([failing_after(given)]).delay_errors());
}

fn endless<E: Send + 'static>() -> impl Publisher<Item = u64, Error = E> {
    range(0..u64::MAX).hide().fallible()
}

fn left<T, U>((left, _): (T, U)) -> T {
    left
}

fn halves(given: &Given) -> impl Publisher<Item = Element, Error = Infallible> + Clone + use<> {
    let middle = usize::try_from(given.len() / 2).unwrap_or(usize::MAX);
    from_iter(given.elements().take(middle)).chain(from_iter(given.elements().skip(middle)))
}
