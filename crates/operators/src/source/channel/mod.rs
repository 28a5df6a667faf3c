//! A bounded channel: what is sent at one end is published at the other.

mod error;
mod publisher;
mod send_timeout;
mod sender;
mod shared;

use std::num::NonZeroUsize;
use std::sync::Arc;

pub use error::{SendError, SendTimeoutError, TrySendError};
pub use publisher::ChannelPublisher;
pub(crate) use publisher::Receiver;
pub use send_timeout::SendTimeoutFuture;
pub use sender::{SendFuture, Sender};
pub(crate) use shared::{Closed, Refused, Shared, Ticket};

/// A publisher, and the sender of what it gives. The sender can be cloned.
///
/// # Demand
///
/// Elements are given when they have been requested; until then up to `capacity` of them wait, and a
/// sender that finds no room gets its element back or waits. Elements are delivered on the thread
/// that sends or requests, one after another. When the last sender is dropped the publisher completes,
/// and after [`Sender::fail`] it fails: after the elements that are waiting, and without demand.
///
/// Cancelling, or dropping the publisher unsubscribed, closes the channel: waiting elements are
/// dropped, and senders get theirs back. If the subscriber panics the panic unwinds to the sender, or
/// to whoever requested, and the channel closes.
///
/// ```
/// use std::{num::NonZeroUsize, thread};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::channel;
///
/// let (sender, publisher) = channel::<u32, String>(NonZeroUsize::new(2).unwrap());
/// let producer = thread::spawn(move || {
///     for n in 0..5 {
///         sender.send_blocking(n).unwrap();
///     }
/// });
/// let items = publisher.collect::<Vec<_>>().block();
/// # producer.join().unwrap();
/// assert_eq!(items.unwrap(), [0, 1, 2, 3, 4]);
/// ```
///
/// # Overflow
///
/// A full channel is for the sender to deal with: [`Sender::try_send`] gives the element back at once,
/// [`Sender::send`] waits, [`Sender::send_timeout`] waits for a while, and each has a form that blocks. Where a
/// policy is to decide, put [`on_overflow`](crate::ext::OverflowExt::on_overflow) behind the publisher, which
/// keeps the channel empty.
///
/// ```
/// use std::convert::Infallible;
/// use std::num::NonZeroUsize;
/// use reactive_streams_operators::{TrySendError, channel};
/// use reactive_streams_operators::operator::Overflow;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::DeterministicScheduler;
///
/// let (orders, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
/// orders.try_send(1).unwrap();
/// assert_eq!(orders.try_send(2), Err(TrySendError::Full(2))); // and the caller may say so
///
/// let consumer = DeterministicScheduler::new(1); // which is busy until it is run
/// let policy = Overflow::drop_newest();
/// let dropped = policy.dropped();
/// let served = publisher.on_overflow(NonZeroUsize::MIN, policy);
/// let mut served = served.publish_on(&consumer, NonZeroUsize::MIN).collect::<Vec<_>>().start();
/// (2..5).for_each(|order| orders.try_send(order).unwrap());
/// drop(orders);
/// consumer.run_until_idle();
/// assert_eq!(served.try_take().unwrap().unwrap(), [1, 2]);
/// assert_eq!(dropped.total(), 2);
/// ```
#[doc(alias = "create")]
#[doc(alias = "Sinks.many")]
#[doc(alias = "Source.queue")]
#[doc(alias = "queue")]
#[doc(alias = "actorRef")]
#[doc(alias = "actorRefWithBackpressure")]
#[doc(alias = "BoundedSourceQueue")]
pub fn channel<T, E>(capacity: NonZeroUsize) -> (Sender<T, E>, ChannelPublisher<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    let shared = Arc::new(Shared::new(capacity));
    (Sender::new(Arc::clone(&shared)), ChannelPublisher::new(shared))
}
