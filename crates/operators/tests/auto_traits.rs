//! What may cross threads, and what may be made into a trait object.

use std::convert::Infallible;

use reactive_streams_operators::operator::{CloneBoxPublisher, Shared, TerminationFuture};
use reactive_streams_operators::scheduler::{
    DeterministicScheduler, ImmediateScheduler, PoolScheduler, Scheduler, Task, ThreadScheduler,
    Worker,
};
use reactive_streams_operators::sink::{Control, Disposable};
use reactive_streams_operators::*;

type E = Infallible;

fn send<T: Send>() {}
fn send_and_sync<T: Send + Sync>() {}
fn unpin<T: Unpin>() {}

#[test]
fn what_is_handed_to_callers_crosses_threads() {
    send_and_sync::<Sender<u8, E>>();
    send_and_sync::<ChannelPublisher<u8, E>>();
    send_and_sync::<SendError<u8>>();
    send_and_sync::<TrySendError<u8>>();
    send_and_sync::<SendTimeoutError<u8>>();
    send_and_sync::<SinkError<u8>>();
    send_and_sync::<Outcome<u8, E>>();
    send_and_sync::<Control>();
    send_and_sync::<Disposable>();
    send_and_sync::<FromIter<std::ops::Range<u8>>>();
    send_and_sync::<Shared<FromIter<std::ops::Range<u8>>>>();
    send_and_sync::<ThreadScheduler>();
    send_and_sync::<PoolScheduler>();
    send_and_sync::<ImmediateScheduler>();
    send_and_sync::<DeterministicScheduler>();
    send_and_sync::<Box<dyn Worker>>();
    send::<BoxPublisher<u8, E>>();
    send::<CloneBoxPublisher<u8, E>>();
    send::<BoxSubscriber<u8, E>>();
    send::<Upstream<u8, E>>();
    send::<ChainSubscriber<u8, E>>();
    send::<Elements<u8, E>>();
    send::<SendFuture<'static, u8, E>>();
    send::<SendTimeoutFuture<'static, u8, E>>();
    send::<Task>();
    send::<TerminationFuture>();
}

#[test]
fn futures_and_streams_need_no_pinning() {
    unpin::<Outcome<u8, E>>();
    unpin::<TerminationFuture>();
    unpin::<Elements<u8, E>>();
    unpin::<IntoStream<Never<u8>>>();
    unpin::<SendFuture<'static, u8, E>>();
    unpin::<SendTimeoutFuture<'static, u8, E>>();
}

#[test]
fn schedulers_are_object_safe() {
    let scheduler: Box<dyn Scheduler> = Box::new(DeterministicScheduler::new(1));
    assert!(scheduler.now().is_zero());
}
