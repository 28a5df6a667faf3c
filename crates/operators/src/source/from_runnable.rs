use std::convert::Infallible;
use std::marker::PhantomData;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Feed, PullSource, Signal};
use crate::mono::{AtMostOne, Mono, Single, mono};

/// Calls `f`, and completes without an element.
///
/// # Demand
///
/// `f` is called when the publisher is subscribed, unless the subscriber cancels in `on_subscribe`. If it
/// panics, the subscriber is dropped and the panic unwinds to whoever subscribed.
///
/// ```
/// use reactive_streams_operators::from_runnable;
///
/// let greeting = from_runnable::<_, u8>(|| println!("hello"));
/// assert_eq!(greeting.block(), Ok(None));
/// ```
#[doc(alias = "fromAction")]
pub fn from_runnable<F, T>(f: F) -> Mono<Single<FromRunnable<F, T>, AtMostOne>>
where
    F: FnOnce() + Send + 'static,
    T: Send + 'static,
{
    mono(FromRunnable { f, item: PhantomData })
}

/// Publisher for [`from_runnable`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromRunnable<F, T> {
    f: F,
    item: PhantomData<fn() -> T>,
}

opaque!(FromRunnable<F, T>);

// By hand, because the derived one would ask for `T: Clone`.
impl<F: Clone, T> Clone for FromRunnable<F, T> {
    fn clone(&self) -> Self {
        Self { f: self.f.clone(), item: PhantomData }
    }
}

impl<F, T> Publisher for FromRunnable<F, T>
where
    F: FnOnce() + Send + 'static,
    T: Send + 'static,
{
    type Item = T;
    type Error = Infallible;

    fn subscribe<S: Subscriber<T, Infallible>>(self, subscriber: S) {
        PullSource::start(RunFeed { f: Some(self.f), item: self.item }, subscriber);
    }
}

struct RunFeed<F, T> {
    f: Option<F>,
    item: PhantomData<fn() -> T>,
}

impl<F, T> Feed for RunFeed<F, T>
where
    F: FnOnce() + Send + 'static,
    T: Send + 'static,
{
    type Item = T;
    type Error = Infallible;

    fn next(&mut self, _wanted: bool) -> Signal<T, Infallible> {
        if let Some(f) = self.f.take() {
            f();
        }
        Signal::End(End::Complete)
    }
}
