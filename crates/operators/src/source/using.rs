use std::sync::Arc;

use reactive_streams::{Burst, Publisher, Subscriber, Subscription};

use super::error;
use super::resource::Resource;

/// Acquires a resource, gives the elements of the publisher that `f` makes with it, and releases it.
///
/// It is released exactly once, whatever ends the stream: completion and error (before they are passed
/// on), cancel, a panic, a future or an outcome that is dropped. That is when the publisher lets go of its
/// subscriber: after a cancel at once, or when the element under way has been delivered.
///
/// The publisher is `Clone` when the closures are; each subscriber has a resource of its own.
///
/// # Demand
///
/// That of the publisher that `f` makes. Nothing is acquired before this one is subscribed.
///
/// # Errors
///
/// An error of `acquire` is the error of the stream; then there is nothing to release.
///
/// # Panics
///
/// A panic of `acquire` or `f` drops the subscriber, and unwinds to whoever subscribed. One of `release`
/// unwinds to whoever ended the stream; while another panic unwinds, it aborts the process.
///
/// ```
/// use std::sync::mpsc::channel;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{range, using};
///
/// let (log, events) = channel();
/// let numbers = using(
///     || Ok("connection"),
///     |_connection| range(0..3),
///     move |connection| log.send(connection).unwrap(),
/// );
/// assert_eq!(numbers.take(2).collect::<Vec<_>>().block().unwrap(), [0, 1]);
/// assert_eq!(events.recv().unwrap(), "connection"); // released
/// ```
pub fn using<A, R, F, P, C>(acquire: A, f: F, release: C) -> Using<A, F, C>
where
    A: FnOnce() -> Result<R, P::Error> + Send + 'static,
    R: Send + 'static,
    F: FnOnce(&mut R) -> P + Send + 'static,
    P: Publisher,
    C: FnOnce(R) + Send + 'static,
{
    Using { acquire, f, release }
}

/// Publisher for [`using`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Using<A, F, C> {
    acquire: A,
    f: F,
    release: C,
}

opaque!(Using<A, F, C>);

impl<A, R, F, P, C> Publisher for Using<A, F, C>
where
    A: FnOnce() -> Result<R, P::Error> + Send + 'static,
    R: Send + 'static,
    F: FnOnce(&mut R) -> P + Send + 'static,
    P: Publisher,
    C: FnOnce(R) + Send + 'static,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        match (self.acquire)() {
            Ok(resource) => {
                let mut resource = Resource::new(resource, self.release);
                let publisher = (self.f)(resource.get());
                publisher.subscribe(UsingSubscriber { resource, downstream: subscriber });
            }
            Err(reason) => error(reason).subscribe(subscriber),
        }
    }
}

struct UsingSubscriber<R, C: FnOnce(R), S> {
    /// Before the downstream: so it is released first where both are dropped.
    resource: Resource<R, C>,
    downstream: S,
}

impl<T, E, R, C, S> Subscriber<T, E> for UsingSubscriber<R, C, S>
where
    R: Send + 'static,
    C: FnOnce(R) + Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.downstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        self.downstream.on_burst(burst);
    }

    fn on_error(self, error: E) {
        drop(self.resource);
        self.downstream.on_error(error);
    }

    fn on_complete(self) {
        drop(self.resource);
        self.downstream.on_complete();
    }
}
