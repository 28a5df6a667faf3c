//! Tests of `Mono`: what it has that other publishers have not, and that its operators keep it one.

mod fallback;
mod flat_map;
mod share;
mod then;
mod time;
mod zip;

use std::fmt::Debug;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::NotSingle;
use reactive_streams_test::{Scripted, TestPublisher, TestSubscriber};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    Broken,
    NotSingle,
}

impl From<NotSingle> for Failure {
    fn from(_: NotSingle) -> Self {
        Self::NotSingle
    }
}

pub(crate) type Source = TestPublisher<u32, Failure>;

/// An operator behind a publisher, in front of a subscriber that asks for `demand` elements.
pub(crate) fn behind<P>(
    demand: u64,
    source: &Source,
    chain: impl FnOnce(Scripted<u32, Failure>) -> P,
) -> TestSubscriber<P::Item, Failure>
where
    P: Publisher<Item: Debug, Error = Failure>,
{
    let subscriber = TestSubscriber::with_initial_demand(demand);
    chain(source.publisher()).subscribe(subscriber.subscriber());
    subscriber
}
