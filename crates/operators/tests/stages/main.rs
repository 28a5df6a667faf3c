//! Tests of the operators that work on their caller's thread, but for filters: a file for each that has
//! something of its own, and here what all of them keep.
#![allow(clippy::unwrap_used)] // also in helpers

mod batch;
mod panic;
mod peek;
mod same;
mod through;
mod transform;

use std::fmt::Debug;

use reactive_streams::Publisher;
use reactive_streams_test::{Scripted, TestPublisher, TestSubscriber};

/// An operator between a publisher and a subscriber that asks for `demand` elements.
pub(crate) fn between<T, E, P>(
    demand: u64,
    chain: impl FnOnce(Scripted<T, E>) -> P,
) -> (TestPublisher<T, E>, TestSubscriber<P::Item, P::Error>)
where
    T: Debug + Send + 'static,
    E: Debug + Send + 'static,
    P: Publisher<Item: Debug, Error: Debug>,
{
    let source = TestPublisher::new();
    let subscriber = TestSubscriber::with_initial_demand(demand);
    chain(source.publisher()).subscribe(subscriber.subscriber());
    (source, subscriber)
}

pub(crate) fn size(n: usize) -> std::num::NonZeroUsize {
    std::num::NonZeroUsize::new(n).unwrap()
}
