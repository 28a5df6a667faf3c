use rdkafka::producer::FutureProducer;
use reactive_streams_benches::harness::{Cost, Stopwatch};
use reactive_streams_kafka::{self as kafka, Kafka, Record};

use super::WINDOW;
use super::topic::{Topic, client, send};
use crate::Outcome;
use crate::confirm::send_all;
use crate::runtime::block_on;
use crate::work::Work;

/// Ours with its own settings, but for the window.
pub(super) fn ours(work: Work) -> Outcome<Cost> {
    let topic = Topic::create();
    let sink = Kafka::at(broker_support::kafka()).sink().window(WINDOW).open()?;
    let send = |numbers| {
        let to = kafka::Topic::from(topic.name().to_owned());
        let record = move |number| Record::to(&to).payload(work.payload(number));
        send_all(sink.clone(), numbers, record)
    };
    send(0..1)?; // It is connected now.
    let stopwatch = Stopwatch::start();
    send(0..work.elements)?;
    Ok(stopwatch.stop())
}

/// The plain client with the settings that ours has.
pub(super) fn plain(work: Work) -> Outcome<Cost> {
    let topic = Topic::create();
    let producer: FutureProducer =
        client().set("enable.idempotence", "true").set("partitioner", "murmur2_random").create()?;
    let send = |numbers| block_on(send(&producer, topic.name(), numbers, work, WINDOW.get()));
    send(0..1)?;
    let stopwatch = Stopwatch::start();
    send(0..work.elements)?;
    Ok(stopwatch.stop())
}
