use std::collections::VecDeque;
use std::future::IntoFuture;

use async_nats::jetstream::{self, Context, context::PublishAckFuture, stream};

use crate::Outcome;
use crate::runtime::block_on;
use crate::work::Work;

/// A stream of one subject, both of one name, that goes with this value.
pub(crate) struct Stream {
    context: Context,
    name: String,
}

impl Stream {
    pub(crate) fn create() -> Outcome<Self> {
        let name = broker_support::unique("bench");
        let context = block_on(context())?;
        let subjects = vec![name.clone()];
        let config = stream::Config { name: name.clone(), subjects, ..Default::default() };
        block_on(context.create_stream(config))?;
        Ok(Self { context, name })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// Publishes all the work to it, as fast as it goes.
    pub(crate) fn fill(self, work: Work) -> Outcome<Self> {
        block_on(send(&self.context, &self.name, 0..work.elements, work, 1024))?;
        Ok(self)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Err(error) = block_on(self.context.delete_stream(&self.name)) {
            eprintln!("stream {} is still there: {error}", self.name);
        }
    }
}

/// A connection of its own.
async fn context() -> Outcome<Context> {
    Ok(jetstream::new(async_nats::connect(broker_support::nats()).await?))
}

/// Publishes elements, no more than `window` at a time, until all of them are acknowledged. The oldest is waited for,
/// as for results that come in order.
pub(super) async fn send(
    context: &Context,
    subject: &str,
    numbers: impl Iterator<Item = u64>,
    work: Work,
    window: usize,
) -> Outcome<()> {
    let mut in_flight = VecDeque::<PublishAckFuture>::with_capacity(window);
    for number in numbers {
        if in_flight.len() == window {
            arrive(&mut in_flight).await?;
        }
        let payload = work.payload(number);
        in_flight.push_back(context.publish(subject.to_owned(), payload.into()).await?);
    }
    while !in_flight.is_empty() {
        arrive(&mut in_flight).await?;
    }
    Ok(())
}

async fn arrive(in_flight: &mut VecDeque<PublishAckFuture>) -> Outcome<()> {
    if let Some(oldest) = in_flight.pop_front() {
        oldest.into_future().await?;
    }
    Ok(())
}
