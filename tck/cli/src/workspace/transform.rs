use std::any::Any;
use std::convert::Infallible;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::engine::Step;
use reactive_streams_operators::operator::Notification;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Repeat, empty, from_iter, once};
use reactive_streams_tck::{Element, Suite, TestError};

use super::common::{failing_after, synchronous};
use super::schedulers::simulated;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "map", |head| head.map(|element| element)).prefetch(0);
    synchronous(suite, "filter_map", |head| head.filter_map(Some)).prefetch(0);
    suite.publisher("filter_map (drops every other)", |given| {
        from_iter(given.elements_of(given.len().saturating_mul(2)))
            .filter_map(|element| (element.number() % 2 == 1).then_some(element))
    });
    synchronous(suite, "handle", |head| head.handle(Step::Next)).prefetch(0);
    suite
        .publisher("handle (completes)", |given| {
            let mut left = given.len();
            let more = if left == 0 { 0 } else { left + 5 };
            from_iter(given.elements_of(more)).handle(move |element| {
                left = left.saturating_sub(1);
                if left == 0 { Step::Last(element) } else { Step::Next(element) }
            })
        })
        .up_to(100_000);
    synchronous(suite, "of_type", |head| {
        head.map(|element| Box::new(element) as Box<dyn Any + Send>).of_type::<Element>()
    });
    synchronous(suite, "with_context", |head| head.with_context(|_| 0)).prefetch(0);
    synchronous(suite, "map_value", |head| head.with_context(|_| 0).map_value(|it| it)).prefetch(0);
    synchronous(suite, "map_context", |head| {
        head.with_context(|_| 0).map_context(|context| context + 1)
    })
    .prefetch(0);
    synchronous(suite, "enumerate", |head| head.enumerate()).prefetch(0);
    suite.publisher("scan", |given| {
        from_iter(given.elements()).scan(0, |count, _| count + 1).take(length(given.len()))
    });
    synchronous(suite, "scan_reduce", |head| head.scan_reduce(|_, element| element)).prefetch(0);
    synchronous(suite, "map_with_state", |head| {
        head.map_with_state(0, |count, element| {
            *count += 1;
            element
        })
    })
    .prefetch(0);
    suite
        .publisher("pairwise", |given| {
            from_iter(given.elements_of(given.len().saturating_add(1))).pairwise()
        })
        .fails_at_once(|given| failing_after(given).pairwise());
    suite
        .publisher("dematerialize", |given| {
            from_iter(given.elements()).map(Notification::<_, TestError>::Next).dematerialize()
        })
        .fails_midway(|given| {
            let error = Some(Notification::Error(given.error()));
            from_iter(given.elements().map(Notification::Next).chain(error)).dematerialize()
        });
    synchronous(suite, "transform", |head| head.transform(|head| head)).prefetch(0);
    synchronous(suite, "transform_deferred", |head| head.transform_deferred(|head| head))
        .prefetch(0);
    suite.publisher("materialize", |given| {
        from_iter(given.elements()).materialize().take(length(given.len()))
    });
    suite
        .publisher("intersperse", |given| {
            // Element, separator, element: an odd number of them, and one more for an even one.
            let (length, odd) = (given.len() / 2, given.len() % 2);
            let separated = from_iter(given.elements_of(length.saturating_add(odd)));
            let separated = separated.map(Some).intersperse(None);
            let last = (odd == 0 && length > 0).then_some(None);
            separated.chain(from_iter(last))
        })
        .fails_at_once(|given| failing_after(given).map(Some).intersperse(None));
    synchronous(suite, "intersperse (and filter)", |head| {
        head.map(Some).intersperse(None).filter_map(|element| element)
    });
    synchronous(suite, "start_with (nothing)", |head| head.start_with_iter([]));
    suite
        .publisher("start_with", |given| {
            let half = given.len() / 2;
            let second = from_iter(given.elements_of(given.len() - half)).map(drop);
            second.start_with(from_iter(given.elements_of(half)).map(drop))
        })
        .fails_midway(|given| {
            let nothing = from_iter(given.elements_of(0)).fallible();
            failing_after(given).start_with(nothing)
        });
    suite
        .publisher("sorted", |given| {
            from_iter(given.elements()).sorted_by(|a, b| a.number().cmp(&b.number()))
        })
        .up_to(10_000)
        .fails_at_once(|given| failing_after(given).sorted_by(|a, b| a.number().cmp(&b.number())));
    suite
        .publisher("collect_sorted", |given| {
            from_iter(given.elements()).collect_sorted_by(|a, b| a.number().cmp(&b.number()))
        })
        .exactly(1);
    suite.publisher("repeat (in halves)", |given| {
        let half = from_iter(given.elements_of(given.len() / 2)).map(drop);
        half.repeat(2).chain(from_iter(given.elements_of(given.len() % 2)).map(drop))
    });
    suite.publisher("repeat_while", |given| {
        let mut left = given.len();
        from_iter(given.elements_of(left.min(1))).map(drop).repeat_while(move || {
            left = left.saturating_sub(1);
            left > 0
        })
    });
    suite.publisher("repeat (single ones)", |given| {
        from_iter(given.elements_of(1)).map(drop).repeat(length(given.len()))
    });
    suite.publisher("cycle", |given| {
        from_iter(given.elements_of(3)).map(drop).cycle().take(length(given.len()))
    });
    suite.publisher("repeat_when", |given| {
        let mut left = given.len();
        from_iter(given.elements_of(left.min(1))).map(drop).repeat_when(move |_| {
            left = left.saturating_sub(1);
            (left > 0).then(|| once("again"))
        })
    });
    suite
        .publisher("repeat_when (with a specification)", |given| {
            let times = usize::try_from(given.len().saturating_sub(1)).unwrap_or(usize::MAX);
            let again = Repeat::fixed_delay(times, Duration::from_secs(1));
            let run = from_iter(given.elements_of(given.len().min(1))).map(drop);
            run.repeat_when(again.on(&simulated(given)))
        })
        .scheduled();
    synchronous(suite, "expand", |head| head.expand(|_| empty().fallible()));
    suite.publisher("expand (breadth first)", |given| {
        let last = given.len();
        from_iter((last > 0).then_some(1)).expand(move |n| children(*n, last))
    });
    suite.publisher("expand (depth first)", |given| {
        let last = given.len();
        from_iter((last > 0).then_some(1)).expand_deep(move |n| children(*n, last))
    });
    synchronous(suite, "switch_on_first", |head| {
        head.switch_on_first(|first, others| others.start_with_iter([first]))
    });
}

fn length(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A heap of the numbers up to `last`: those below `n`.
fn children(n: u64, last: u64) -> impl Publisher<Item = u64, Error = Infallible> {
    let left = n.saturating_mul(2);
    let right = left.saturating_add(1);
    from_iter([left, right].into_iter().filter(move |n| *n <= last))
}
