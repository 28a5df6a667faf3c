//! One pipeline over whatever delivers and whatever is sent to: Kafka, JetStream, the queue on disk. Its tests run it from
//! each of them to each.
#![forbid(unsafe_code)]

use std::error::Error;
use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::AnyError;
use reactive_streams_operators::delivery::{Acknowledge, Delivery, Destination};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Scheduler;

/// How many elements `enrich` works on at a time.
const IN_FLIGHT: NonZeroUsize = NonZeroUsize::new(16).expect("it is not zero");

/// Takes what is delivered, enriches it, sends it on, and acknowledges it when it has arrived; gives the receipts, in
/// the order of the deliveries.
///
/// `record` says what of `D` a payload is: a topic, a subject. It and the two ends are all that knows a broker. What
/// does not arrive ends the stream; then it has not been acknowledged, and is delivered again.
pub fn relay<P, M, A, D, R>(
    deliveries: P,
    destination: D,
    record: R,
    scheduler: &dyn Scheduler,
) -> impl Publisher<Item = D::Receipt, Error = AnyError> + use<P, M, A, D, R>
where
    P: Publisher<Item = Delivery<M, A>, Error: Error + Sync>,
    M: AsRef<[u8]> + Send + 'static,
    A: Acknowledge,
    D: Destination<Error: Error + Sync>,
    R: Fn(Vec<u8>) -> D::Record + Send + 'static,
{
    deliveries
        .map_err(AnyError::new)
        .map_async(IN_FLIGHT, scheduler, |delivery| async {
            let enriched = enrich(delivery.element().as_ref().to_vec()).await;
            delivery.map(|_| enriched)
        })
        .send_to(destination, move |delivery| record(delivery.element().clone()))
        .lift_results_with(|unsent| AnyError::new(unsent.error))
        .map(|sent| {
            sent.element.acknowledge();
            sent.receipt
        })
}

/// What would ask another service.
pub async fn enrich(mut payload: Vec<u8>) -> Vec<u8> {
    payload.push(b'!');
    payload
}
