use std::collections::VecDeque;

use rdkafka::ClientConfig;
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord};

use crate::Outcome;
use crate::runtime::block_on;
use crate::work::Work;

const PARTITIONS: i32 = 4;

/// A client of the test brokers.
pub(crate) fn client() -> ClientConfig {
    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", broker_support::kafka());
    client
}

/// A topic that goes with this value.
#[derive(Debug)]
pub(crate) struct Topic {
    name: String,
}

impl Topic {
    pub(crate) fn create() -> Self {
        // Its disk is wanted back at once.
        let settings = [("file.delete.delay.ms", "0")];
        Self { name: broker_support::topic_without_copies("bench", PARTITIONS, &settings) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Sends all the work to it, as fast as it goes.
    pub(crate) fn fill(self, work: Work) -> Outcome<Self> {
        let producer: FutureProducer = client().set("linger.ms", "20").create()?;
        block_on(send(&producer, &self.name, 0..work.elements, work, 8192))?;
        Ok(self)
    }
}

impl Drop for Topic {
    fn drop(&mut self) {
        broker_support::delete_topic(&self.name);
    }
}

/// Sends elements, no more than `window` at a time, until all of them have arrived. The oldest is waited for, as
/// for results that come in order.
pub(super) async fn send(
    producer: &FutureProducer,
    topic: &str,
    numbers: impl Iterator<Item = u64>,
    work: Work,
    window: usize,
) -> Outcome<()> {
    let mut in_flight = VecDeque::with_capacity(window);
    for number in numbers {
        if in_flight.len() == window {
            arrive(&mut in_flight).await?;
        }
        let payload = work.payload(number);
        let record = FutureRecord::<(), _>::to(topic).payload(&payload);
        in_flight.push_back(producer.send_result(record).map_err(|(error, _)| error)?);
    }
    while !in_flight.is_empty() {
        arrive(&mut in_flight).await?;
    }
    Ok(())
}

async fn arrive(in_flight: &mut VecDeque<DeliveryFuture>) -> Outcome<()> {
    if let Some(oldest) = in_flight.pop_front() {
        oldest.await?.map_err(|(error, _)| error)?;
    }
    Ok(())
}
