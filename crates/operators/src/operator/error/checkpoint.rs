use std::error::Error;
use std::fmt;
use std::panic::Location;

use reactive_streams::{Driver, Publisher, Subscriber};

use super::MapErr;

/// Publisher for [`ErrorExt::checkpoint`](crate::ext::ErrorExt::checkpoint).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Checkpoint<P> {
    upstream: P,
    name: &'static str,
    location: &'static Location<'static>,
}

impl<P: Publisher> Checkpoint<P> {
    pub(crate) fn new(
        upstream: P,
        name: &'static str,
        location: &'static Location<'static>,
    ) -> Self {
        Self { upstream, name, location }
    }

    fn located(self) -> MapErr<P, impl FnOnce(P::Error) -> Located<P::Error> + Send + 'static> {
        let Self { upstream, name, location } = self;
        MapErr::new(upstream, move |error| Located { error, name, location })
    }
}

impl<P: Publisher> Publisher for Checkpoint<P> {
    type Item = P::Item;
    type Error = Located<P::Error>;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, Self::Error>>(self, subscriber: S) {
        self.located().subscribe(subscriber);
    }

    fn drive<D: Driver<P::Item, Self::Error>>(self, driver: D) -> D::Output {
        self.located().drive(driver)
    }
}

/// An error, and the [checkpoint](crate::ext::ErrorExt::checkpoint) that it has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<E> {
    error: E,
    name: &'static str,
    location: &'static Location<'static>,
}

impl<E> Located<E> {
    /// The error itself.
    pub fn into_inner(self) -> E {
        self.error
    }

    /// The error itself, to look at.
    pub fn error(&self) -> &E {
        &self.error
    }

    /// What the checkpoint is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where in the program the chain was put together.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }
}

impl<E: fmt::Display> fmt::Display for Located<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (checkpoint `{}` at {})", self.error, self.name, self.location)
    }
}

impl<E: Error + 'static> Error for Located<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source() // it displays the error itself
    }
}
