use reactive_streams::{Publisher, Subscriber};

use crate::engine::{End, Feed, PullSource, Signal};

/// Gives what `f` gives with a state that it may change, until it gives nothing, or an error.
///
/// # Demand
///
/// `f` is called for each element, when that is requested, on the thread that requests. It is dropped, and
/// the state, at the end and on cancel. If it panics, the subscriber is dropped and the panic unwinds to
/// whoever requested.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{SinkError, generate};
///
/// let countdown = generate(3i8, |n| {
///     *n -= 1;
///     if *n < 0 { Err("below zero") } else { Ok(Some(*n)) }
/// });
/// assert_eq!(countdown.collect::<Vec<_>>().block(), Err(SinkError::Upstream("below zero")));
/// ```
pub fn generate<A, T, E, F>(state: A, f: F) -> Generate<A, F>
where
    A: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&mut A) -> Result<Option<T>, E> + Send + 'static,
{
    Generate { state, f }
}

/// Publisher for [`generate`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Generate<A, F> {
    state: A,
    f: F,
}

opaque!(Generate<A, F>);

impl<A, T, E, F> Publisher for Generate<A, F>
where
    A: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&mut A) -> Result<Option<T>, E> + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let Self { mut state, mut f } = self;
        PullSource::start(CallFeed(move || f(&mut state)), subscriber);
    }
}

/// What a closure gives, when it is wanted.
pub(super) struct CallFeed<F>(pub(super) F);

impl<F, T, E> Feed for CallFeed<F>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut() -> Result<Option<T>, E> + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        if !wanted {
            return Signal::Wait;
        }
        match (self.0)() {
            Ok(Some(item)) => Signal::Next(item),
            Ok(None) => Signal::End(End::Complete),
            Err(error) => Signal::End(End::Error(error)),
        }
    }
}
