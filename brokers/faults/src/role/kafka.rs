use std::sync::Arc;
use std::time::Duration;

use broker_faults::cluster::Failure;
use broker_faults::journal::Event;
use reactive_streams_kafka::{Kafka, KafkaSource, Record, Topic, TransactExt};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ThreadScheduler, TokioScheduler};
use reactive_streams_operators::{AnyError, from_iter};
use tokio::runtime::Runtime;
use tokio::time::sleep;

use super::{AT_A_TIME, Consume, Produce, delivered, told, when_told, work};

pub(super) fn produce(role: &Produce) -> Result<(), Failure> {
    let journal = role.place.journal()?;
    let (topic, size) = (Topic::from(role.place.topic.clone()), role.size);
    let sink = Kafka::at(&role.place.at).sink().open()?;
    let pacer = ThreadScheduler::new("pacer");
    from_iter(role.messages())
        .subscribe_on(&pacer)
        .send_to(sink, move |message| {
            let partition = i32::try_from(message.partition).unwrap_or(-1);
            Record::to(topic.clone()).partition(partition).payload(message.payload(size))
        })
        .for_each(move |result| match result {
            Ok(sent) => told(&journal, sent.element, Ok::<_, Failure>(sent.receipt.offset as u64)),
            Err(unsent) => told(&journal, unsent.element, Err(unsent.error)),
        })
        .block()?;
    Ok(())
}

/// A member of the group that notices soon if another one has died.
fn member(role: &Consume) -> (Kafka, KafkaSource) {
    let mut kafka = Kafka::at(&role.place.at)
        .set("session.timeout.ms", "6000")
        .set("heartbeat.interval.ms", "500");
    let transactions = kafka.clone();
    if let Some(instance) = &role.instance {
        kafka = kafka.set("group.instance.id", instance);
    }
    let source = kafka.source(&role.group, [role.place.topic.clone()]);
    (transactions, source.commit_every(Duration::from_millis(200)))
}

pub(super) fn consume(role: &Consume) -> Result<(), Failure> {
    let journal = Arc::new(role.place.journal()?);
    let consumer = member(role).1.open()?;
    let closes = consumer.clone();
    when_told(move || closes.close());
    let runtime = Runtime::new()?;
    let per_second = role.place.per_second;
    let workers = TokioScheduler::new(runtime.handle().clone());
    consumer
        .deliveries()
        .err_into::<AnyError>()
        .for_each_concurrent(AT_A_TIME, &workers, move |delivery| {
            let message = delivery.element();
            let (partition, offset) = (message.partition() as u32, message.offset() as u64);
            let bytes = message.as_ref();
            delivered(&journal, partition, offset, bytes, delivery.is_redelivered());
            let journal = Arc::clone(&journal);
            async move {
                if let Some(time) = work(per_second, offset) {
                    sleep(time).await;
                }
                journal.write(Event::Done { partition, offset });
                delivery.acknowledge();
            }
        })
        .block()?;
    consumer.close(); // waits until the last offsets are committed
    Ok(())
}

pub(super) fn transform(role: &Consume) -> Result<(), Failure> {
    let journal = role.place.journal()?;
    let (Some(into), Some(instance)) = (role.into.clone(), &role.instance) else {
        return Err("a transform has a name, and a topic that it copies to".into());
    };
    let into = Topic::from(into);
    let (kafka, source) = member(role);
    let transactions = kafka.transactions(format!("{}-{instance}", role.group)).open()?;
    let consumer = source.transactional().open()?;
    let closes = consumer.clone();
    when_told(move || closes.close());
    consumer
        .deliveries()
        .map(move |delivery| {
            let message = delivery.element();
            let (partition, offset) = (message.partition() as u32, message.offset() as u64);
            delivered(&journal, partition, offset, message.as_ref(), delivery.is_redelivered());
            let record = Record::to(into.clone()).partition(message.partition());
            let record = record.payload(message.as_ref());
            journal.write(Event::Done { partition, offset });
            delivery.map(|_| [record])
        })
        .transact(transactions)
        .for_each(|result| {
            if let Err(aborted) = result {
                eprintln!("{aborted}");
            }
        })
        .block()?;
    consumer.close();
    Ok(())
}
