use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, once, range};
use reactive_streams_tck::Suite;

use super::common::{PREFETCH, capacity, failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    concat_map(suite);
    flat_map(suite);
    synchronous(suite, "flat_map_iter", |head| head.flat_map_iter(Some));
    synchronous(suite, "flatten", |head| head.map(|element| once(element).fallible()).flatten());
    synchronous(suite, "flatten_unordered", |head| {
        head.map(|element| once(element).fallible().hide()).flatten_unordered(capacity(PREFETCH))
    })
    .prefetch(PREFETCH as u64);
    synchronous(suite, "flat_map_sequential", |head| {
        head.flat_map_sequential(capacity(PREFETCH), |element| once(element).fallible())
    })
    .prefetch(PREFETCH as u64);
    suite
        .publisher("flat_map_sequential (rows of seven)", |given| {
            let length = given.len();
            range(0..length.div_ceil(7)).flat_map_sequential(capacity(3), move |row| {
                range(row * 7..length.min(row * 7 + 7))
            })
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
    synchronous(suite, "switch_map", |head| head.switch_map(|element| once(element).fallible()))
        .prefetch(u64::MAX);
    suite
        .publisher("switch_on_next", |given| {
            from_iter([given.elements()]).map(from_iter).switch_on_next()
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
}

fn concat_map(suite: &mut Suite) {
    synchronous(suite, "concat_map (one for one)", |head| {
        head.concat_map(|element| once(element).fallible())
    });
    synchronous(suite, "concat_map (one for one, hidden)", |head| {
        head.concat_map(|element| once(element).fallible().hide())
    });
    synchronous(suite, "concat_map (with empty ones between)", |head| {
        head.concat_map(|element| {
            from_iter([None, Some(element)]).filter(Option::is_some).fallible()
        })
    });
    synchronous(suite, "concat_map (errors delayed)", |head| {
        head.concat_map(|element| once(element).fallible()).delay_errors()
    });
    suite
        .publisher("concat_map (rows of seven)", |given| {
            let length = given.len();
            range(0..length.div_ceil(7))
                .concat_map(move |row| range(row * 7..length.min(row * 7 + 7)))
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
}

fn flat_map(suite: &mut Suite) {
    synchronous(suite, "flat_map (one for one)", |head| {
        head.flat_map(capacity(PREFETCH), |element| once(element).fallible())
    })
    .prefetch(PREFETCH as u64);
    synchronous(suite, "flat_map (one for one, hidden)", |head| {
        head.flat_map(capacity(PREFETCH), |element| once(element).fallible().hide())
    })
    .prefetch(PREFETCH as u64);
    synchronous(suite, "flat_map (errors delayed)", |head| {
        head.flat_map(capacity(PREFETCH), |element| once(element).fallible()).delay_errors()
    })
    .prefetch(PREFETCH as u64);
    suite
        .publisher("flat_map (rows of seven)", |given| {
            let length = given.len();
            range(0..length.div_ceil(7))
                .flat_map(capacity(3), move |row| range(row * 7..length.min(row * 7 + 7)))
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
    suite.publisher("flat_map (rows of seven, hidden)", |given| {
        let length = given.len();
        range(0..length.div_ceil(7))
            .flat_map(capacity(3), move |row| range(row * 7..length.min(row * 7 + 7)).hide())
            .prefetch(capacity(2))
    });
}
