//! Adds up what was sold.

use reactive_streams_kafka::{Kafka, Start};
use reactive_streams_operators::AnyError;
use reactive_streams_operators::prelude::*;

use crate::order::Priced;
use crate::stop::told_to_stop;
use crate::totals::{Ledger, Summary};
use crate::{AnyResult, record};

/// What is to be aggregated.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The brokers.
    #[arg(long)]
    pub kafka: String,
    /// The topic of the orders with a price.
    #[arg(long)]
    pub from: String,
    /// The consumer group: one that nobody has had before, so that it begins at the beginning.
    #[arg(long)]
    pub group: String,
}

/// Counts orders until standard input ends.
///
/// What it counts is in memory alone. It is made anew from the topic, which is why each of these processes is given a
/// consumer group of its own; what it acknowledges is for the lag.
///
/// # Errors
///
/// If an order cannot be read.
pub fn aggregate(options: Options) -> AnyResult<Summary> {
    let Options { kafka, from, group } = options;
    let consumer = Kafka::at(kafka).source(group, [from]).start(Start::Earliest).open()?;
    let ledger = consumer
        .deliveries()
        .err_into::<AnyError>()
        .take_until(told_to_stop())
        .map(|delivery| {
            let priced: Priced = record::read(delivery.element())?;
            Ok(delivery.map(|_| priced))
        })
        .lift_results()
        .fold(Ledger::default(), |mut ledger, delivery| {
            ledger.enter(&delivery.acknowledge());
            ledger
        })
        .block()?;
    Ok(ledger.close())
}
