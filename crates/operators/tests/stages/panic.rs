//! A panic of user code unwinds to whoever caused it, and drops everything.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reactive_streams_operators::BoxPublisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, Scripted, Tracked};
use rstest::rstest;

use super::between;

type Item = Tracked<u32>;
type Head = Scripted<Item, &'static str>;
type Out = BoxPublisher<(), &'static str>;

#[rstest]
#[case::map(|head: Head| head.map(|_| panic!("bomb")).boxed())]
#[case::filter_map(|head: Head| head.filter_map(|_| panic!("bomb")).boxed())]
#[case::handle(|head: Head| head.handle(|_| panic!("bomb")).boxed())]
#[case::with_context(|head: Head| head.with_context(|_| panic!("bomb")).map(|_: (_, ())| {}).boxed())]
#[case::map_value(|head: Head| {
    head.with_context(|_| ()).map_value(|_| panic!("bomb")).map(|_: ((), ())| {}).boxed()
})]
#[case::map_context(|head: Head| {
    head.map(|item| ((), item)).map_context(|_| panic!("bomb")).map(|_: ((), ())| {}).boxed()
})]
#[case::scan(|head: Head| head.scan((), |_, _| panic!("bomb")).boxed())]
#[case::scan_reduce(|head: Head| head.scan_reduce(|_, _| panic!("bomb")).map(drop).boxed())]
#[case::map_with_state(|head: Head| head.map_with_state((), |_, _| panic!("bomb")).boxed())]
#[case::sorted(|head: Head| head.sorted_by(|_, _| panic!("bomb")).map(drop).boxed())]
#[case::buffer_until(|head: Head| head.buffer_until(|_| panic!("bomb")).map(drop).boxed())]
#[case::buffer_while(|head: Head| head.buffer_while(|_| panic!("bomb")).map(drop).boxed())]
#[case::chunk_by(|head: Head| head.chunk_by(|_, _| panic!("bomb")).map(drop).boxed())]
#[case::chunks_weighted(|head: Head| {
    head.chunks_weighted(9, |_| panic!("bomb")).map(drop).boxed()
})]
#[case::aggregate_with(|head: Head| head.aggregate_with(|_, _| panic!("bomb")).boxed())]
#[case::inspect(|head: Head| head.inspect(|_| panic!("bomb")).map(drop).boxed())]
#[case::do_on_first(|head: Head| head.do_on_first(|_| panic!("bomb")).map(drop).boxed())]
#[case::do_on_each(|head: Head| head.do_on_each(|_| panic!("bomb")).map(drop).boxed())]
#[case::do_on_complete(|head: Head| head.do_on_complete(|| panic!("bomb")).map(drop).boxed())]
#[case::do_on_terminate(|head: Head| head.do_on_terminate(|| panic!("bomb")).map(drop).boxed())]
#[case::switch_on_first(|head: Head| {
    head.switch_on_first(|_, _| -> Head { panic!("bomb") }).map(drop).boxed()
})]
#[case::expand(|head: Head| head.expand(|_| -> Head { panic!("bomb") }).map(drop).boxed())]
fn drops_everything(#[case] operator: fn(Head) -> Out) {
    let leaks = LeakCheck::new();
    let (source, subscriber) = between(u64::MAX, operator);
    let items = [leaks.track(1), leaks.track(2)];
    let panic = catch_unwind(AssertUnwindSafe(|| source.emit(items))).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"bomb"));
    subscriber.assert_abandoned();
    leaks.assert_no_leaks();
}
