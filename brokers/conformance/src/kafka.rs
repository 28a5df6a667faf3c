//! Kafka: topics that are filled once and read in every run, each time by a group that nobody else has, and one that
//! every run adds to.

use std::num::NonZeroUsize;

use broker_support::{topic, unique};
use reactive_streams_kafka::{Kafka, KafkaConsumer, KafkaSink, Record, Start, Topic};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;

use crate::common::{
    FEW, MOST, WINDOW, add_destination, add_source, add_waiting_source, numbers, store,
};

pub(crate) fn add_to(suite: &mut Suite) {
    let kafka = Kafka::at(broker_support::kafka());
    let sink = kafka.sink().window(WINDOW).open().expect("there is a cluster");
    add_sources(suite, &kafka, &sink);
    let records = empty("conformance-sink");
    let record = move |payload| Record::to(records.clone()).payload(payload);
    add_destination(suite, "kafka sink", sink, record);
}

fn add_sources(suite: &mut Suite, kafka: &Kafka, sink: &KafkaSink) {
    let (many, few) = (filled(sink, MOST), filled(sink, FEW));
    let from = |topic: &Topic, start| {
        let (kafka, topic) = (kafka.clone(), topic.clone());
        move || consumer(&kafka, &topic, start)
    };
    let (source, refuses) = (from(&many, Start::Earliest), from(&many, Start::Fail));
    add_source(suite, "kafka source", move || numbers(source().deliveries()))
        .fails_at_once(move |_| numbers(refuses().deliveries()));
    let source = from(&many, Start::Earliest);
    add_source(suite, "kafka source, partition by partition", move || {
        source().partitions().flat_map(NonZeroUsize::MIN, numbers)
    });
    let source = from(&few, Start::Earliest);
    add_waiting_source(suite, "kafka source", move || numbers(source().deliveries()));
}

/// One that has never committed an offset.
fn consumer(kafka: &Kafka, topic: &Topic, start: Start) -> KafkaConsumer {
    let group = unique("conformance");
    let source = kafka.source_of_partitions(group, [(topic, 0)]).start(start);
    source.open().expect("there is a cluster")
}

fn empty(what: &str) -> Topic {
    Topic::from(topic(what, 1))
}

fn filled(sink: &KafkaSink, count: u64) -> Topic {
    let topic = empty("conformance-source");
    let records = topic.clone();
    store(sink.clone(), count, move |payload| Record::to(records.clone()).payload(payload));
    topic
}
