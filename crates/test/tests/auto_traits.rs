//! Handles go to other threads, and publishers into publishers.

use std::convert::Infallible;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::FromIter;
use reactive_streams_test::{
    LeakCheck, Marble, Probed, PublisherProbe, Recording, Scripted, TestPublisher, TestSubscriber,
    Tracked, VirtualTime,
};

fn is_shared<T: Send + Sync + 'static>() {}
fn is_publisher<P: Publisher + Clone>() {}
fn is_subscriber<S: Subscriber<u8, Infallible>>() {}

#[test]
fn as_promised() {
    is_shared::<TestPublisher<u8, Infallible>>();
    is_shared::<TestSubscriber<u8, Infallible>>();
    is_shared::<PublisherProbe<FromIter<std::ops::Range<u8>>>>();
    is_shared::<LeakCheck>();
    is_shared::<Tracked<u8>>();
    is_shared::<VirtualTime>();
    is_publisher::<Scripted<u8, Infallible>>();
    is_publisher::<Probed<FromIter<std::ops::Range<u8>>>>();
    is_publisher::<Marble>();
    is_subscriber::<Recording<u8, Infallible>>();
}
