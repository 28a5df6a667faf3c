use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{Feed, PullSource, Signal};

/// Gives nothing, and does not end; for the places where something has to be put off for ever.
///
/// Requests have no effect. The subscriber is dropped when it cancels.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::never;
///
/// let first_of_none = never::<u8>().take(0).collect::<Vec<_>>().block();
/// assert_eq!(first_of_none.unwrap(), []);
/// ```
pub fn never<T: Send + 'static>() -> Never<T> {
    Never(PhantomData)
}

/// Publisher for [`never()`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Never<T>(PhantomData<fn() -> T>);

// By hand, because the derived one would ask for `T: Clone`.
impl<T> Clone for Never<T> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T> fmt::Debug for Never<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Never")
    }
}

impl<T: Send + 'static> Publisher for Never<T> {
    type Item = T;
    type Error = Infallible;

    fn subscribe<S: Subscriber<T, Infallible>>(self, subscriber: S) {
        PullSource::start(NeverFeed(PhantomData), subscriber);
    }
}

struct NeverFeed<T>(PhantomData<fn() -> T>);

impl<T: Send + 'static> Feed for NeverFeed<T> {
    type Item = T;
    type Error = Infallible;

    fn next(&mut self, _wanted: bool) -> Signal<T, Infallible> {
        Signal::Wait
    }
}
