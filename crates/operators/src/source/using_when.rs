use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use crate::ext::{FilterExt, FlattenExt};
use crate::hooks::drop_error;

/// Takes a resource from a publisher, gives the elements of the publisher that `f` makes with it, and
/// releases it by the publisher that `release` makes.
///
/// As [`using`](crate::using), for resources that are acquired and released asynchronously: a transaction
/// that is committed, or rolled back after an error. `release` is called exactly once with the resource,
/// and told what has ended the stream. Completion and error are passed on when its publisher has
/// completed; after a cancel, or a panic, nobody waits for it.
///
/// # Demand
///
/// One resource is requested. Then that of the publisher that `f` makes; what `release` makes is asked for
/// everything, and its elements are dropped.
///
/// # Errors
///
/// An error of `resource` is the error of the stream. So is an error of the release, after completion; after
/// an error or a cancel it is one that cannot be delivered, see [`hooks`](crate::hooks).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{Ended, from_runnable, once, range, using_when};
///
/// let rows = using_when(
///     once("transaction"),
///     |_transaction| range(0..3),
///     |transaction, ended| {
///         let word = if matches!(ended, Ended::Complete) { "commit" } else { "roll back" };
///         from_runnable::<_, u8>(move || println!("{word} {transaction}"))
///     },
/// );
/// assert_eq!(rows.collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
/// ```
#[doc(alias = "usingWhen")]
pub fn using_when<Q, F, P, C, R>(resource: Q, f: F, release: C) -> UsingWhen<Q, F, C>
where
    Q: Publisher<Error = P::Error>,
    F: FnOnce(&mut Q::Item) -> P + Send + 'static,
    P: Publisher,
    C: FnOnce(Q::Item, Ended<'_, P::Error>) -> R + Send + 'static,
    R: Publisher<Error = P::Error>,
{
    UsingWhen { resource, f, release }
}

/// What has ended a stream, for [`using_when`].
#[derive(Clone, Copy, Debug)]
pub enum Ended<'a, E> {
    /// It has completed.
    Complete,
    /// It has failed with this error.
    Error(&'a E),
    /// It was cancelled, or dropped by a panic.
    Cancel,
}

/// Publisher for [`using_when`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct UsingWhen<Q, F, C> {
    resource: Q,
    f: F,
    release: C,
}

opaque!(UsingWhen<Q, F, C>);

impl<Q, F, P, C, R> Publisher for UsingWhen<Q, F, C>
where
    Q: Publisher<Error = P::Error>,
    F: FnOnce(&mut Q::Item) -> P + Send + 'static,
    P: Publisher,
    C: FnOnce(Q::Item, Ended<'_, P::Error>) -> R + Send + 'static,
    R: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { resource, f, release } = self;
        let mut once = Some((f, release));
        let held = resource.take(1).map_while(move |item| Some((item, once.take()?)));
        let used = held.concat_map(|(resource, (f, release))| Held { resource, f, release });
        used.subscribe(subscriber);
    }
}

/// The elements, with the resource in hand.
struct Held<T, F, C> {
    resource: T,
    f: F,
    release: C,
}

impl<T, F, P, C, R> Publisher for Held<T, F, C>
where
    T: Send + 'static,
    F: FnOnce(&mut T) -> P + Send + 'static,
    P: Publisher,
    C: FnOnce(T, Ended<'_, P::Error>) -> R + Send + 'static,
    R: Publisher<Error = P::Error>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let held = Some((self.resource, self.release));
        let mut resource = Resource { held, error: PhantomData };
        let f = self.f;
        let publisher = resource.held.as_mut().map(|(resource, _)| f(resource));
        if let Some(publisher) = publisher {
            publisher.subscribe(UsingSubscriber { resource, downstream: subscriber });
        }
    }
}

/// Releases the resource if that has not been done before it is dropped.
struct Resource<T, C, E, R>
where
    C: FnOnce(T, Ended<'_, E>) -> R,
    R: Publisher<Error = E>,
    E: Send + 'static,
{
    held: Option<(T, C)>,
    error: PhantomData<fn(E)>,
}

impl<T, C, E, R> Resource<T, C, E, R>
where
    C: FnOnce(T, Ended<'_, E>) -> R,
    R: Publisher<Error = E>,
    E: Send + 'static,
{
    fn release(&mut self, ended: Ended<'_, E>) -> Option<R> {
        self.held.take().map(|(resource, release)| release(resource, ended))
    }
}

impl<T, C, E, R> Drop for Resource<T, C, E, R>
where
    C: FnOnce(T, Ended<'_, E>) -> R,
    R: Publisher<Error = E>,
    E: Send + 'static,
{
    fn drop(&mut self) {
        if let Some(releasing) = self.release(Ended::Cancel) {
            releasing.subscribe(Releasing { subscribed: false, then: drop_late });
        }
    }
}

/// Nobody waits for the release.
fn drop_late<E: Send + 'static>(released: Result<(), E>) {
    if let Err(error) = released {
        drop_error(error);
    }
}

struct UsingSubscriber<T, C, E, R, S>
where
    C: FnOnce(T, Ended<'_, E>) -> R,
    R: Publisher<Error = E>,
    E: Send + 'static,
{
    /// Before the downstream: so it is released first where both are dropped.
    resource: Resource<T, C, E, R>,
    downstream: S,
}

impl<U, T, C, E, R, S> Subscriber<U, E> for UsingSubscriber<T, C, E, R, S>
where
    T: Send + 'static,
    C: FnOnce(T, Ended<'_, E>) -> R + Send + 'static,
    R: Publisher<Error = E>,
    E: Send + 'static,
    S: Subscriber<U, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.downstream.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: U) {
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: U) -> bool {
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<U>>(&mut self, burst: B) {
        self.downstream.on_burst(burst);
    }

    fn on_error(mut self, error: E) {
        if let Some(releasing) = self.resource.release(Ended::Error(&error)) {
            let downstream = self.downstream;
            let then = move |released| {
                drop_late(released);
                downstream.on_error(error);
            };
            releasing.subscribe(Releasing { subscribed: false, then });
        }
    }

    fn on_complete(mut self) {
        if let Some(releasing) = self.resource.release(Ended::Complete) {
            let downstream = self.downstream;
            let then = |released: Result<(), E>| match released {
                Ok(()) => downstream.on_complete(),
                Err(error) => downstream.on_error(error),
            };
            releasing.subscribe(Releasing { subscribed: false, then });
        }
    }
}

/// Waits for the end of the release.
struct Releasing<F> {
    subscribed: bool,
    then: F,
}

impl<U, E, F> Subscriber<U, E> for Releasing<F>
where
    F: FnOnce(Result<(), E>) + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if mem::replace(&mut self.subscribed, true) {
            subscription.cancel(); // §2.5
        } else {
            subscription.request(Demand::UNBOUNDED);
        }
    }

    fn on_next(&mut self, _item: U) {}

    fn on_error(self, error: E) {
        (self.then)(Err(error));
    }

    fn on_complete(self) {
        (self.then)(Ok(()));
    }
}
