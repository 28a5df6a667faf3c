//! Puts a price to each order. As many of these processes run as are needed; Kafka divides the partitions among them.

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams_kafka::{Kafka, KafkaAcknowledgement, Message, Revoke, Start};
use reactive_streams_operators::AnyError;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::TokioScheduler;

use crate::order::{Order, Priced};
use crate::prices::look_up;
use crate::stop::told_to_stop;
use crate::{AnyResult, record};

/// So long orders that are being worked on may take when their partition goes to another process.
const DRAIN: Duration = Duration::from_secs(5);

/// What was acknowledged since then comes again if the process is killed.
const COMMIT: Duration = Duration::from_millis(250);

/// What is to be enriched.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The brokers.
    #[arg(long)]
    pub kafka: String,
    /// The topic of the orders.
    #[arg(long)]
    pub from: String,
    /// The topic for those with a price.
    #[arg(long)]
    pub to: String,
    /// The consumer group.
    #[arg(long)]
    pub group: String,
    /// So many lookups are under way at a time.
    #[arg(long, default_value = "100")]
    pub lookups: NonZeroUsize,
}

/// Enriches orders until standard input ends.
///
/// # Errors
///
/// If an order cannot be read or sent: it has not been acknowledged then, and comes again.
pub fn enrich(options: Options) -> AnyResult<()> {
    let Options { kafka, from, to, group, lookups } = options;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let scheduler = TokioScheduler::new(runtime.handle().clone());
    let consumer = Kafka::at(&kafka)
        // So soon the group notices that a process has been killed.
        .set("session.timeout.ms", "3000")
        .set("heartbeat.interval.ms", "500")
        .source(group, [from])
        .start(Start::Earliest)
        .commit_every(COMMIT)
        .on_revoke(Revoke::drain(DRAIN))
        .open()?;
    let sink = Kafka::at(kafka).sink().open()?;
    consumer
        .deliveries()
        .err_into::<AnyError>()
        .take_until(told_to_stop())
        .map_async(lookups, &scheduler, price)
        .lift_results()
        .send_to(sink, move |priced| {
            let order = priced.element();
            record::write(&to, order.customer, order)
        })
        .lift_results_with(|unsent| AnyError::new(unsent.error))
        // The brokers have its price: the order is dealt with.
        .map(|sent| sent.element.acknowledge())
        .for_each(drop)
        .block()?;
    Ok(())
}

/// The order of a record with its price, which still is to be acknowledged.
async fn price(
    delivery: Delivery<Message, KafkaAcknowledgement>,
) -> Result<Delivery<Priced, KafkaAcknowledgement>, AnyError> {
    let order: Order = record::read(delivery.element())?;
    let priced = look_up(&order).await;
    Ok(delivery.map(|_| priced))
}
