use std::sync::Arc;
use std::time::Duration;

use broker_faults::cluster::Failure;
use broker_faults::journal::Event;
use broker_faults::message::Numbered;
use reactive_streams_nats::{ConsumerConfig, Nats, Record};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{ThreadScheduler, TokioScheduler};
use reactive_streams_operators::{AnyError, from_future, from_iter};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::time::sleep;

use super::{AT_A_TIME, Consume, Produce, delivered, told, when_told, work};

pub(super) fn produce(role: &Produce) -> Result<(), Failure> {
    let journal = role.place.journal()?;
    let (topic, size) = (role.place.topic.clone(), role.size);
    let runtime = Runtime::new()?;
    runtime.block_on(async {
        let nats = Nats::connect(&role.place.at).await?;
        let sink = nats.sink().deadline(Duration::from_secs(10)).open().await?;
        let pacer = ThreadScheduler::new("pacer");
        let results =
            from_iter(role.messages()).subscribe_on(&pacer).send_to(sink, move |message| {
                let Numbered { partition, number } = message;
                Record::to(format!("{topic}.{partition}"))
                    .message_id(format!("{partition}.{number}"))
                    .payload(message.payload(size))
            });
        let written = results.for_each(move |result| match result {
            Ok(sent) => told(&journal, sent.element, Ok::<_, Failure>(sent.receipt.sequence)),
            Err(unsent) => told(&journal, unsent.element, Err(unsent.error)),
        });
        written.await.map_err(Failure::from)
    })
}

pub(super) fn consume(role: &Consume) -> Result<(), Failure> {
    let journal = Arc::new(role.place.journal()?);
    let (end, ended) = oneshot::channel::<()>();
    when_told(move || drop(end));
    let per_second = role.place.per_second;
    let runtime = Runtime::new()?;
    runtime.block_on(async {
        let nats = Nats::connect(&role.place.at).await?;
        let config =
            ConsumerConfig { ack_wait: Duration::from_secs(3), ..ConsumerConfig::default() };
        let consumer = nats.consumer(&role.place.topic, &role.group).config(config).open().await?;
        let workers = TokioScheduler::new(Handle::current());
        let over = from_future(ended, &workers).fallible::<AnyError>();
        let dealt = consumer
            .deliveries()
            .err_into::<AnyError>()
            .take_until(over)
            .for_each_concurrent(AT_A_TIME, &workers, move |delivery| {
                let message = delivery.element();
                let partition = message.subject().rsplit('.').next().and_then(|it| it.parse().ok());
                let (partition, offset) = (partition.unwrap_or(u32::MAX), message.sequence());
                delivered(&journal, partition, offset, message.as_ref(), delivery.is_redelivered());
                let journal = Arc::clone(&journal);
                async move {
                    if let Some(time) = work(per_second, offset) {
                        sleep(time).await;
                    }
                    journal.write(Event::Done { partition, offset });
                    delivery.acknowledge();
                }
            });
        dealt.await?;
        nats.client().flush().await?;
        Ok(())
    })
}
