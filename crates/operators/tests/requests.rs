//! What each engine requests of its upstream: one table, so that it can be seen at a glance, and that no change
//! of it goes unseen.

mod support;

use std::convert::Infallible;
use std::fmt::Write;
use std::ops::Range;

use reactive_streams::Publisher;
use reactive_streams_operators::engine::Panicked;
use reactive_streams_operators::operator::MapErr;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ImmediateScheduler;
use reactive_streams_operators::{BoxPublisher, FromIter, never, range};
use reactive_streams_test::{Probed, PublisherProbe, TestSubscriber};
use support::capacity;

type Upstream = Probed<MapErr<FromIter<Range<u64>>, fn(Infallible) -> Panicked>>;

/// The name of an engine, and an operator of it.
type Operator = (&'static str, fn(Upstream) -> BoxPublisher<(), Panicked>);

const OPERATORS: &[Operator] = &[
    ("pass: map", |up| up.map(drop).boxed()),
    ("pass that skips: filter", |up| up.filter(|n| n % 2 == 1).map(drop).boxed()),
    ("pass that leads: skip(3)", |up| up.skip(3).map(drop).boxed()),
    ("pass that ends: take(5)", |up| up.take(5).map(drop).boxed()),
    ("listen: do_on_each", |up| up.do_on_each(|_| ()).map(drop).boxed()),
    ("relay: take_until", |up| up.take_until(never::<()>().fallible()).map(drop).boxed()),
    ("resume: chain", |up| up.chain(range(0..2).fallible()).map(drop).boxed()),
    ("batch: chunks(4)", |up| up.chunks(capacity(4)).map(drop).boxed()),
    ("batch: sliding(2, 4)", |up| up.sliding(capacity(2), capacity(4)).map(drop).boxed()),
    ("batch that varies: chunk_by", |up| up.chunk_by(|_, n| n % 4 > 0).map(drop).boxed()),
    ("reduce: count", |up| up.count().map(drop).boxed()),
    ("reduce that breaks: first", |up| up.first().map(drop).boxed()),
    ("concat: concat_map", |up| up.concat_map(pair).map(drop).boxed()),
    ("merge: flat_map(4)", |up| up.flat_map(capacity(4), pair).map(drop).boxed()),
    ("gather: flat_map_sequential(4)", |up| {
        up.flat_map_sequential(capacity(4), pair).map(drop).boxed()
    }),
    ("prefetch: publish_on(8)", |up| {
        up.publish_on(&ImmediateScheduler::new(), capacity(8)).map(drop).boxed()
    }),
    ("pair: zip, 8", |up| up.zip(range(0..99).fallible()).prefetch(capacity(8)).map(drop).boxed()),
    ("in flight: map_async(4)", |up| {
        up.map_async(capacity(4), &ImmediateScheduler::new(), std::future::ready).map(drop).boxed()
    }),
    ("multicast: share(8)", |up| up.share(capacity(8)).map(drop).boxed()),
];

fn pair(n: u64) -> impl Publisher<Item = u64, Error = Panicked> {
    range(n..n + 2).fallible().hide()
}

#[test]
fn of_each_engine() {
    let mut table = String::new();
    for (name, operator) in OPERATORS {
        writeln!(table, "{name}").unwrap();
        let probe = PublisherProbe::new(range(0..40).fallible::<Panicked>());
        let subscriber = TestSubscriber::with_initial_demand(0);
        operator(probe.publisher()).subscribe(subscriber.subscriber());
        let mut seen = 0;
        let mut row = |downstream: &str| {
            let log = probe.log();
            let upstream = log[seen..].join(", ");
            seen = log.len();
            let elements = subscriber.take_values().len();
            let end = if subscriber.is_terminated() { ", the end" } else { "" };
            let line = format!("    {downstream:<12}{upstream:<56}");
            writeln!(table, "{line} → {elements}{end}").unwrap();
        };
        row("subscribe");
        for demand in [1, 1, 5, u64::MAX] {
            subscriber.request(demand);
            row(&if demand == u64::MAX {
                "unbounded".to_owned()
            } else {
                format!("request {demand}")
            });
        }
    }
    insta::assert_snapshot!(table);
}
