//! What the brokers have in common.

use std::fmt;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Limits;

/// The most elements that a run is given. So many are in each topic and stream that is read.
pub(crate) const MOST: u64 = 20_000;

/// A broker answers within some milliseconds, and an element that nobody asked for comes at once.
pub(crate) const LIMITS: Limits = Limits {
    must_happen: Duration::from_millis(20_000),
    must_not_happen: Duration::from_millis(25),
};

/// What is stored as element `number`.
pub(crate) fn payload(number: u64) -> Vec<u8> {
    number.to_string().into_bytes()
}

/// The elements, acknowledged: whatever brings them.
pub(crate) fn numbers<P, M, A>(
    deliveries: P,
) -> impl Publisher<Item = Number, Error = P::Error> + use<P, M, A>
where
    P: Publisher<Item = Delivery<M, A>>,
    M: AsRef<[u8]> + Send + 'static,
    A: Acknowledge,
{
    deliveries.map(|delivery| Number::of(delivery.acknowledge().as_ref()))
}

/// What a run sees of an element.
pub(crate) struct Number(String);

impl Number {
    fn of(payload: &[u8]) -> Self {
        Self(String::from_utf8_lossy(payload).into_owned())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
