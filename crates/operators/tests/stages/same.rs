//! The same elements come out whichever way they go through: as an iterator, by bursts, or one by one,
//! for any demand.

use std::convert::Infallible;
use std::fmt::Debug;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

use proptest::prelude::*;
use reactive_streams::{Publisher, Subscriber, Subscription};
use reactive_streams_operators::engine::Step;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestSubscriber;

use super::size;

/// An operator, whatever is before it.
trait Operator {
    fn apply<P>(head: P) -> impl Publisher<Item: Debug, Error = Infallible>
    where
        P: Publisher<Item = u8, Error = Infallible> + Clone;
}

/// Gives no bursts: only `on_next`, or only `try_on_next`.
#[derive(Clone)]
struct OneByOne<P> {
    upstream: P,
    asks: bool,
}

impl<P: Publisher> Publisher for OneByOne<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, downstream: S) {
        self.upstream.subscribe(OneByOne { upstream: downstream, asks: self.asks });
    }
}

impl<T, E, S: Subscriber<T, E>> Subscriber<T, E> for OneByOne<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.upstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        if self.asks {
            self.upstream.try_on_next(item)
        } else {
            self.upstream.on_next(item);
            true
        }
    }

    fn on_error(self, error: E) {
        self.upstream.on_error(error);
    }

    fn on_complete(self) {
        self.upstream.on_complete();
    }
}

fn shown<T: Debug>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(|item| format!("{item:?}")).collect()
}

/// What comes out if it is requested so.
fn requested<P>(publisher: P, requests: &[u64]) -> Vec<String>
where
    P: Publisher<Item: Debug, Error = Infallible>,
{
    let subscriber = TestSubscriber::with_initial_demand(0);
    publisher.subscribe(subscriber.subscriber());
    for demand in requests {
        if !subscriber.is_terminated() {
            subscriber.request(*demand);
        }
    }
    if !subscriber.is_terminated() {
        subscriber.request(u64::MAX);
    }
    subscriber.assert_complete();
    subscriber.verify();
    shown(subscriber.take_values())
}

fn same<O: Operator>() {
    let requests = prop::collection::vec(1..5u64, 0..8);
    let config = ProptestConfig { failure_persistence: None, cases: 64, ..Default::default() };
    proptest!(config, |(items in prop::collection::vec(0..6u8, 0..12), requests in requests)| {
        let head = from_iter(items);
        let fused = shown(O::apply(head.clone()).collect::<Vec<_>>().block().unwrap());
        prop_assert_eq!(&requested(O::apply(head.clone()), &requests), &fused);
        for asks in [true, false] {
            let head = OneByOne { upstream: head.clone(), asks };
            prop_assert_eq!(&requested(O::apply(head.clone()), &requests), &fused);
            // Behind it one that drops elements, which have to be replaced.
            let thinned = O::apply(head).enumerate().filter(|(index, _)| index % 3 != 0);
            let expected = fused.iter().enumerate().filter(|(index, _)| index % 3 != 0);
            let expected = expected.map(|(index, item)| format!("({index}, {item})"));
            let expected: Vec<_> = expected.collect();
            prop_assert_eq!(requested(thinned, &requests), expected);
        }
    });
}

macro_rules! operators {
    ($($name:ident: |$head:ident| $chain:expr;)*) => {
        $(#[test]
        fn $name() {
            struct It;
            impl Operator for It {
                fn apply<P>($head: P) -> impl Publisher<Item: Debug, Error = Infallible>
                where
                    P: Publisher<Item = u8, Error = Infallible> + Clone,
                {
                    $chain
                }
            }
            same::<It>();
        })*
    };
}

operators! {
    map: |head| head.map(|n| n + 1);
    filter_map: |head| head.filter_map(|n| (n > 2).then_some(n * 2));
    handle: |head| head.handle(|n| match n {
        0 => Step::Skip,
        5 => Step::Last(99),
        4 => Step::Complete,
        n => Step::Next(n),
    });
    enumerate: |head| head.enumerate();
    scan: |head| head.scan(100, |sum, n| sum + u32::from(n));
    scan_reduce: |head| head.scan_reduce(|a, b| a.wrapping_add(b));
    map_with_state: |head| head.map_with_state(0, std::mem::replace);
    pairwise: |head| head.pairwise();
    materialize: |head| head.materialize();
    dematerialize: |head| head.materialize().dematerialize::<u8, Infallible>();
    transform_deferred: |head| head.transform_deferred(|head| head.map(|n| n / 2));
    start_with: |head| head.clone().start_with(head);
    intersperse: |head| head.intersperse(77);
    sorted: |head| head.enumerate().sorted_by(|a, b| a.1.cmp(&b.1));
    collect_sorted: |head| head.collect_sorted();
    repeat: |head| head.repeat(3);
    repeat_when: |head| {
        let mut runs = 0;
        head.clone().repeat_when(move |_| {
            runs += 1;
            (runs < 3).then(|| head.clone())
        })
    };
    cycle: |head| head.cycle().take(20);
    expand: |head| head.expand(|n| from_iter(0..*n / 2));
    expand_deep: |head| head.expand_deep(|n| from_iter(0..*n / 2));
    switch_on_first: |head| head.switch_on_first(|first, rest| {
        rest.map(move |n| (first, n)).take(usize::from(first) + 1)
    });
    chunks: |head| head.chunks(size(3));
    sliding: |head| head.sliding(size(3), size(2));
    sliding_with_gaps: |head| head.sliding(size(2), size(3));
    buffer_until: |head| head.buffer_until(|n| *n > 3);
    buffer_while: |head| head.buffer_while(|n| *n > 1);
    chunk_by: |head| head.chunk_by(|a, b| a <= b);
    chunks_weighted: |head| head.chunks_weighted(6, |n| u64::from(*n));
    aggregate_with: |head| head.aggregate_with(|sum, n| {
        let sum = sum.unwrap_or(0) + n;
        if sum > 6 { Break(sum) } else { Continue(sum) }
    });
    listeners: |head| head
        .inspect(|_| {})
        .inspect_err(|_| {})
        .do_on_complete(|| {})
        .do_on_terminate(|| {})
        .do_after_terminate(|| {})
        .do_finally(|_| {})
        .do_on_subscribe(|| {})
        .do_first(|| {})
        .do_on_request(|_| {})
        .do_on_cancel(|| {})
        .do_on_each(|_| {})
        .do_on_first(|_| {});
}

/// What is ready depends on the way; put together it is the same.
#[test]
fn ready_chunks() {
    struct It;
    impl Operator for It {
        fn apply<P>(head: P) -> impl Publisher<Item: Debug, Error = Infallible>
        where
            P: Publisher<Item = u8, Error = Infallible> + Clone,
        {
            head.ready_chunks(size(3)).concat_map(from_iter)
        }
    }
    same::<It>();
}
