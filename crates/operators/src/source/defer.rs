use reactive_streams::{Publisher, Subscriber};

/// Gives the elements of the publisher that `f` makes when it is subscribed.
///
/// The publisher is `Clone` when `f` is; each subscriber has a publisher made for it.
///
/// # Demand
///
/// That of the publisher that `f` makes, which is subscribed in the place of this one. If `f` panics, the
/// subscriber is dropped, and the panic unwinds to whoever subscribed.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{defer, once};
/// use std::time::Instant;
///
/// let now = defer(|| once(Instant::now()));
/// let first = now.clone().collect::<Vec<_>>().block();
/// assert!(first.unwrap() <= now.collect::<Vec<_>>().block().unwrap());
/// ```
#[doc(alias = "lazySource")]
pub fn defer<F, P>(f: F) -> Defer<F>
where
    F: FnOnce() -> P + Send + 'static,
    P: Publisher,
{
    Defer(f)
}

/// Publisher for [`defer`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Defer<F>(F);

opaque!(Defer<F>);

impl<F, P> Publisher for Defer<F>
where
    F: FnOnce() -> P + Send + 'static,
    P: Publisher,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        (self.0)().subscribe(subscriber);
    }
}
