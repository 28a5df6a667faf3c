use std::any::Any;

use reactive_streams_operators::engine::Step;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::operator::Notification;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::{Element, Suite, TestError};

use super::common::{failing_after, synchronous};

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
    synchronous(suite, "enumerate", |head| head.enumerate()).prefetch(0);
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
}
