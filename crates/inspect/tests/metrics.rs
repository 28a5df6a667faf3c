//! Tests of `metrics`: what a recorder gets.
#![allow(clippy::unwrap_used)] // also in helpers

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, Key, KeyName, Metadata, Recorder, SharedString,
    Unit, with_local_recorder,
};
use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Stage};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};

/// Keeps the last value of each figure.
#[derive(Clone, Default)]
struct Figures(Arc<Mutex<BTreeMap<String, f64>>>);

struct Figure(Figures, String);

impl Figure {
    fn new(figures: &Figures, key: &Key) -> Arc<Self> {
        let labels = key.labels().map(|label| format!("{}={}", label.key(), label.value()));
        let name = format!("{}{{{}}}", key.name(), labels.collect::<Vec<_>>().join(","));
        Arc::new(Self(figures.clone(), name))
    }

    fn put(&self, value: f64) {
        self.0.0.lock().unwrap().insert(self.1.clone(), value);
    }
}

impl CounterFn for Figure {
    fn increment(&self, _value: u64) {
        panic!("figures are absolute");
    }
    fn absolute(&self, value: u64) {
        self.put(value as f64);
    }
}

impl GaugeFn for Figure {
    fn increment(&self, _value: f64) {
        panic!("figures are absolute");
    }
    fn decrement(&self, _value: f64) {
        panic!("figures are absolute");
    }
    fn set(&self, value: f64) {
        self.put(value);
    }
}

impl Recorder for Figures {
    fn describe_counter(&self, key: KeyName, _unit: Option<Unit>, _text: SharedString) {
        self.0.lock().unwrap().insert(key.as_str().to_owned(), 0.0);
    }
    fn describe_gauge(&self, key: KeyName, _unit: Option<Unit>, _text: SharedString) {
        self.0.lock().unwrap().insert(key.as_str().to_owned(), 0.0);
    }
    fn describe_histogram(&self, _key: KeyName, _unit: Option<Unit>, _text: SharedString) {}
    fn register_counter(&self, key: &Key, _metadata: &Metadata<'_>) -> Counter {
        Counter::from_arc(Figure::new(self, key))
    }
    fn register_gauge(&self, key: &Key, _metadata: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(Figure::new(self, key))
    }
    fn register_histogram(&self, _key: &Key, _metadata: &Metadata<'_>) -> Histogram {
        panic!("no histograms are published");
    }
}

#[test]
fn all_figures_are_published_and_described() {
    let time = VirtualTime::new(1);
    let inspector = Inspector::with_clock("checkout", &time);
    let (publisher, subscriber) =
        (TestPublisher::<u32, String>::new(), TestSubscriber::with_initial_demand(1));
    let (capacity, policy) = (NonZeroUsize::new(3).unwrap(), Overflow::drop_newest());
    let queue = Stage::named("queue").capacity(capacity).drops(&policy.dropped()).lag_with(|| 7);
    publisher
        .publisher()
        .observed(&inspector, Stage::named("arrivals"))
        .on_overflow(capacity, policy)
        .observed(&inspector, queue)
        .subscribe(subscriber.subscriber());
    (0..6).for_each(|n| publisher.next(n));
    time.advance(std::time::Duration::from_secs(2));

    let (described, figures) = (Figures::default(), Figures::default());
    with_local_recorder(&described, reactive_streams_inspect::metrics::describe);
    let publish = || reactive_streams_inspect::metrics::publish(&inspector.snapshot());
    with_local_recorder(&figures, publish);
    let figures = figures.0.lock().unwrap();
    let described = described.0.lock().unwrap();
    let name = |figure: &str| figure.split('{').next().unwrap().to_owned();
    let published: std::collections::BTreeSet<_> = figures.keys().map(|key| name(key)).collect();
    assert_eq!(published, described.keys().cloned().collect());

    let figure = |name: &str, more: &str| {
        let key = format!("reactive_streams_{name}{{pipeline=checkout,stage=queue{more}}}");
        *figures.get(&key).unwrap_or_else(|| panic!("there is no {key}: {figures:#?}"))
    };
    assert_eq!(figure("in_total", ""), 6.0);
    assert_eq!(figure("out_total", ""), 1.0);
    assert_eq!(figure("requested_total", ""), 1.0);
    assert_eq!(figure("dropped_total", ",reason=full"), 2.0);
    assert_eq!((figure("depth", ""), figure("capacity", "")), (3.0, 3.0));
    assert_eq!((figure("outstanding", ""), figure("lag", "")), (0.0, 7.0));
    assert_eq!(figure("oldest_seconds", ""), 2.0);
    assert_eq!(figure("blocked_ratio", ""), 1.0);
    assert_eq!(figure("wait_seconds", ",quantile=0.99"), 0.0);
    let of =
        |stage| figures[&format!("reactive_streams_bottleneck{{pipeline=checkout,stage={stage}}}")];
    assert_eq!((of("queue"), of("sink")), (0.0, 1.0));
    let arrivals = "reactive_streams_outstanding{pipeline=checkout,stage=arrivals}";
    assert_eq!(figures[arrivals], f64::INFINITY);
}
