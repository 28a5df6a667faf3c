use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use reactive_streams::{Driver, Publisher};

use super::{Outcome, SinkError};

/// A chain with its sink: [`for_each`](crate::ext::ConsumeExt::for_each),
/// [`fold`](crate::ext::ConsumeExt::fold) or [`collect`](crate::ext::ConsumeExt::collect).
///
/// Nothing happens before it is awaited, blocked on or started. It needs no runtime: if the chain
/// runs on the thread that requests, it runs in the first poll.
#[must_use = "sinks do nothing unless awaited, blocked on or started"]
pub struct Consume<P, D> {
    publisher: P,
    driver: D,
}

impl<P, D> Consume<P, D> {
    pub(crate) fn new(publisher: P, driver: D) -> Self {
        Self { publisher, driver }
    }
}

impl<P, D, A> Consume<P, D>
where
    P: Publisher,
    D: Driver<P::Item, P::Error, Output = Outcome<A, P::Error>>,
{
    /// Starts now, and gives the handle to whatever comes out.
    ///
    /// # Panics
    ///
    /// With a panic of user code in the chain, if the chain runs on this thread.
    pub fn start(self) -> Outcome<A, P::Error> {
        self.publisher.drive(self.driver)
    }

    /// Starts now, and waits on this thread.
    ///
    /// # Errors
    ///
    /// As [`SinkError`] says.
    ///
    /// # Panics
    ///
    /// With a panic of user code in the sink, or in the chain if that runs on this thread.
    pub fn block(self) -> Result<A, SinkError<P::Error>> {
        self.start().block()
    }
}

impl<P, D> fmt::Debug for Consume<P, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consume").finish_non_exhaustive()
    }
}

impl<P, D, A> IntoFuture for Consume<P, D>
where
    P: Publisher,
    A: Send + 'static,
    D: Driver<P::Item, P::Error, Output = Outcome<A, P::Error>> + Send + 'static,
{
    type Output = Result<A, SinkError<P::Error>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.start().await })
    }
}
