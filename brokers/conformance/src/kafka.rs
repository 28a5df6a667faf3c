//! Kafka: topics that are filled once and read in every run, each time by a group that nobody else has, and one that
//! every run adds to.

use std::num::NonZeroUsize;

use broker_support::{topic, unique};
use reactive_streams_kafka::{Kafka, KafkaSink, KafkaSource, Record, Start, Topic, TransactExt};
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
        move || source(&kafka, &topic).start(start).open().expect("there is a cluster")
    };
    let (consumer, refuses) = (from(&many, Start::Earliest), from(&many, Start::Fail));
    add_source(suite, "kafka source", move || numbers(consumer().deliveries()))
        .fails_at_once(move |_| numbers(refuses().deliveries()));
    let consumer = from(&many, Start::Earliest);
    add_source(suite, "kafka source, partition by partition", move || {
        consumer().partitions().flat_map(NonZeroUsize::MIN, numbers)
    });
    add_transactions(suite, kafka, &few);
    let consumer = from(&few, Start::Earliest);
    add_waiting_source(suite, "kafka source", move || numbers(consumer().deliveries()));
}

/// One for each element.
fn add_transactions(suite: &mut Suite, kafka: &Kafka, topic: &Topic) {
    let (kafka, topic, made) = (kafka.clone(), topic.clone(), empty("conformance-made"));
    add_source(suite, "kafka transactions", move || {
        let consumer = source(&kafka, &topic).transactional().open().expect("there is a cluster");
        let transactions = kafka.transactions(unique("conformance")).size(NonZeroUsize::MIN);
        let made = made.clone();
        consumer
            .deliveries()
            .map(move |delivery| delivery.map(|message| [message.to(made.clone())]))
            .transact(transactions.open().expect("there is a cluster"))
            .lift_results()
            .map(|committed| committed.records as u64)
    })
    .up_to(FEW);
}

/// Of a group that has never committed an offset.
fn source(kafka: &Kafka, topic: &Topic) -> KafkaSource {
    kafka.source_of_partitions(unique("conformance"), [(topic, 0)])
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
