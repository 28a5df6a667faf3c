//! Errors, cancel and abandonment go through, and nothing is leaked.

use std::ops::ControlFlow::Continue;

use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::engine::Step;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, Scripted, TestPublisher, TestSubscriber, Tracked};
use rstest::rstest;

use super::{between, size};

type Item = Tracked<u32>;
type Head = Scripted<Item, &'static str>;
type Out = BoxPublisher<(), &'static str>;

/// With each operator a way to see nothing but its signals.
#[rstest]
#[case::map(|head: Head| head.map(drop).boxed())]
#[case::filter_map(|head: Head| head.filter_map(Some).map(drop).boxed())]
#[case::handle(|head: Head| head.handle(Step::Next).map(drop).boxed())]
#[case::enumerate(|head: Head| head.enumerate().map(drop).boxed())]
#[case::with_context(|head: Head| head.with_context(|_| ()).map(drop).boxed())]
#[case::map_value(|head: Head| head.with_context(|_| ()).map_value(drop).map(drop).boxed())]
#[case::map_context(|head: Head| {
    head.with_context(|_| ()).map_context(|()| 1).map(drop).boxed()
})]
#[case::scan(|head: Head| head.scan(None, |_, item| Some(item)).map(drop).boxed())]
#[case::scan_reduce(|head: Head| head.scan_reduce(|_, item| item).map(drop).boxed())]
#[case::map_with_state(|head: Head| {
    head.map_with_state(None, |last, item| last.replace(item)).map(drop).boxed()
})]
#[case::pairwise(|head: Head| head.pairwise().map(drop).boxed())]
#[case::materialize_dematerialize(|head: Head| {
    head.materialize().dematerialize().map(drop).boxed()
})]
#[case::transform_deferred(|head: Head| head.transform_deferred(|head| head.map(drop)).boxed())]
#[case::start_with(|head: Head| head.start_with_iter([]).map(drop).boxed())]
#[case::sorted(|head: Head| head.sorted().map(drop).boxed())]
#[case::collect_sorted(|head: Head| head.collect_sorted().map(drop).into_flux().boxed())]
#[case::switch_on_first(|head: Head| {
    head.switch_on_first(|first, rest| rest.start_with_iter([first])).map(drop).boxed()
})]
#[case::chunks(|head: Head| head.chunks(size(3)).map(drop).boxed())]
#[case::sliding(|head: Head| head.sliding(size(2), size(1)).map(drop).boxed())]
#[case::buffer_until(|head: Head| head.buffer_until(|_| false).map(drop).boxed())]
#[case::buffer_while(|head: Head| head.buffer_while(|_| true).map(drop).boxed())]
#[case::chunk_by(|head: Head| head.chunk_by(|_, _| false).map(drop).boxed())]
#[case::chunks_weighted(|head: Head| head.chunks_weighted(9, |_| 1).map(drop).boxed())]
#[case::aggregate_with(|head: Head| head.aggregate_with(|_, item| Continue(item)).map(drop).boxed())]
#[case::inspect(|head: Head| head.inspect(|_| {}).map(drop).boxed())]
#[case::inspect_err(|head: Head| head.inspect_err(|_| {}).map(drop).boxed())]
#[case::do_on_complete(|head: Head| head.do_on_complete(|| {}).map(drop).boxed())]
#[case::do_on_terminate(|head: Head| head.do_on_terminate(|| {}).map(drop).boxed())]
#[case::do_after_terminate(|head: Head| head.do_after_terminate(|| {}).map(drop).boxed())]
#[case::do_finally(|head: Head| head.do_finally(|_| {}).map(drop).boxed())]
#[case::do_on_subscribe(|head: Head| head.do_on_subscribe(|| {}).map(drop).boxed())]
#[case::do_first(|head: Head| head.do_first(|| {}).map(drop).boxed())]
#[case::do_on_request(|head: Head| head.do_on_request(|_| {}).map(drop).boxed())]
#[case::do_on_cancel(|head: Head| head.do_on_cancel(|| {}).map(drop).boxed())]
#[case::do_on_each(|head: Head| head.do_on_each(|_| {}).map(drop).boxed())]
#[case::do_on_first(|head: Head| head.do_on_first(|_| {}).map(drop).boxed())]
#[case::ready_chunks(|head: Head| head.ready_chunks(size(3)).map(drop).boxed())]
#[case::intersperse(|head: Head| head.enumerate().map(Some).intersperse(None).map(drop).boxed())]
#[case::expand(|head: Head| {
    head.expand(|_| reactive_streams_operators::empty().fallible()).map(drop).boxed()
})]
fn an_end_of_either_side_ends_the_other(#[case] operator: fn(Head) -> Out) {
    let each =
        |check: fn(&TestPublisher<Item, &'static str>, &TestSubscriber<(), &'static str>)| {
            let leaks = LeakCheck::new();
            let (source, subscriber) = between(u64::MAX, operator);
            source.next(leaks.track(1));
            check(&source, &subscriber);
            leaks.assert_no_leaks();
            assert!(subscriber.is_dropped());
        };
    each(|source, subscriber| {
        source.error("broken");
        subscriber.assert_error("broken").verify();
    });
    each(|source, subscriber| {
        source.complete();
        subscriber.assert_complete().verify();
    });
    each(|source, subscriber| {
        subscriber.cancel();
        source.assert_cancelled();
    });
    each(|source, subscriber| {
        source.abandon();
        subscriber.assert_abandoned();
    });
}
