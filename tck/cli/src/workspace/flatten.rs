use std::future::ready;

use reactive_streams_operators::operator::Notification;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Panicked, from_iter, once, range};
use reactive_streams_tck::{Suite, TestError};

use super::common::{PREFETCH, capacity, failing_after, on_each_scheduler, synchronous};
use super::schedulers::simulated;

pub(super) fn add_to(suite: &mut Suite) {
    concat_map(suite);
    flat_map(suite);
    asynchronous(suite);
    asynchronous_folds(suite);
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
    // Not as a processor: what switches does not pass every element on.
    suite
        .publisher("switch_map", |given| {
            let elements = given.elements();
            once(elements).switch_map(from_iter)
        })
        .fails_midway(|given| once(failing_after(given)).fallible().switch_map(|inner| inner))
        .fails_at_once(|given| once(failing_after(given)).fallible().switch_map(|inner| inner));
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
    suite.publisher("concat_map (errors delayed)", |given| {
        from_iter(given.elements()).hide().concat_map(once).delay_errors()
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
    // The signal of the end gives nothing.
    suite.publisher("flat_map_signal", |given| {
        let elements = from_iter(given.elements()).fallible::<TestError>();
        elements.flat_map_signal(capacity(PREFETCH), |signal| match signal {
            Notification::Next(element) => from_iter(Some(element)),
            _ => from_iter(None),
        })
    });
    suite.publisher("flat_map (errors delayed)", |given| {
        from_iter(given.elements()).hide().flat_map(capacity(PREFETCH), once).delay_errors()
    });
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

fn asynchronous(suite: &mut Suite) {
    on_each_scheduler(suite, "map_async", PREFETCH, |head, scheduler| {
        let head = head.map_err(Failure);
        head.map_async(capacity(PREFETCH), scheduler, ready).map_err(|Failure(error)| error)
    });
    on_each_scheduler(suite, "map_value_async", PREFETCH, |head, scheduler| {
        let pairs = head.map_err(Failure).with_context(|_| ());
        let pairs = pairs.map_value_async(capacity(PREFETCH), scheduler, ready);
        pairs.map(|(element, ())| element).map_err(|Failure(error)| error)
    });
    on_each_scheduler(suite, "map_async_unordered", PREFETCH, |head, scheduler| {
        let head = head.map_err(Failure);
        head.map_async_unordered(capacity(PREFETCH), scheduler, ready)
            .map_err(|Failure(error)| error)
    });
    on_each_scheduler(suite, "map_async_partitioned", PREFETCH, |head, scheduler| {
        let head = head.map_err(Failure);
        head.map_async_partitioned(capacity(PREFETCH), scheduler, |_| (), ready)
            .map_err(|Failure(error)| error)
    });
    on_each_scheduler(suite, "map_async_partitioned_unordered", PREFETCH, |head, scheduler| {
        let head = head.map_err(Failure);
        head.map_async_partitioned_unordered(capacity(PREFETCH), scheduler, |_| (), ready)
            .map_err(|Failure(error)| error)
    });
    on_each_scheduler(suite, "filter_when", PREFETCH, |head, scheduler| {
        let head = head.map_err(Failure);
        head.filter_when(capacity(PREFETCH), scheduler, |_| ready(true))
            .map_err(|Failure(error)| error)
    });
}

/// Those that are no processors: what comes out is not what went in.
fn asynchronous_folds(suite: &mut Suite) {
    suite
        .publisher("scan_async", |given| {
            let failing = range(1..given.len()).fallible::<Panicked>();
            let sums = failing.scan_async(0, &simulated(given), |count, _| ready(count + 1));
            sums.take(usize::try_from(given.len()).unwrap_or(usize::MAX))
        })
        .scheduled();
    suite
        .publisher("fold_async", |given| {
            let numbers = range(0..given.len()).fallible::<Panicked>();
            numbers.fold_async(0, &simulated(given), |count, _| ready(count + 1))
        })
        .exactly(1)
        .scheduled();
    suite
        .publisher("for_each_concurrent", |given| {
            let numbers = range(0..given.len()).fallible::<Panicked>();
            numbers.for_each_concurrent(capacity(3), &simulated(given), |_| ready(()))
        })
        .exactly(1)
        .scheduled();
}

/// The error of the suite, which no panic can become.
pub(super) struct Failure(pub(super) TestError);

impl From<Panicked> for Failure {
    fn from(panicked: Panicked) -> Self {
        panic!("{panicked}")
    }
}
