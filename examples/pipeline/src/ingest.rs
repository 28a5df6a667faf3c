//! Takes orders: the numbers from 0, at a steady rate.

use std::num::NonZeroU32;

use reactive_streams_kafka::Kafka;
use reactive_streams_operators::operator::Rate;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{AnyError, range};

use crate::order::Order;
use crate::{AnyResult, record};

/// What is to be ingested.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The brokers.
    #[arg(long)]
    pub kafka: String,
    /// The topic for the orders.
    #[arg(long)]
    pub to: String,
    /// How many there are.
    #[arg(long)]
    pub orders: u64,
    /// How many come in a second.
    #[arg(long)]
    pub rate: NonZeroU32,
}

/// Sends all orders, and ends when the brokers have them.
///
/// # Errors
///
/// At the first order that the brokers do not take.
pub fn ingest(options: Options) -> AnyResult<()> {
    let Options { kafka, to, orders, rate } = options;
    let sink = Kafka::at(kafka).sink().open()?;
    let clock = ThreadScheduler::new("clock");
    // So many at once, if this process was late: else it would never make up for that.
    let late = NonZeroU32::new(rate.get() / 5).unwrap_or(rate);
    range(0..orders)
        .throttle(Rate::per_second(rate).burst(late), &clock)
        .map(Order::numbered)
        .fallible::<AnyError>()
        .send_to(sink, move |order| record::write(&to, order.customer, order))
        .lift_results_with(|unsent| AnyError::new(unsent.error))
        .for_each(drop)
        .block()?;
    Ok(())
}
