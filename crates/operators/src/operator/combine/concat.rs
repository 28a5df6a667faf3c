use std::fmt;

use reactive_streams::{Publisher, Subscriber};

use crate::engine::{After, End, Successor, resume};
use crate::operator::{MapErr, absurd};
use crate::source::empty;

/// Gives the elements of publishers, one publisher after another.
///
/// # Demand
///
/// Each publisher is asked for what its predecessors have left unmet. It is taken from the iterator,
/// and subscribed, when the one before has completed. Synchronous; nothing is buffered.
///
/// # Errors
///
/// The first error ends it: the publishers that are left are dropped. So does cancel.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{concat, range};
///
/// let parts = [range(0..2), range(10..12), range(20..22)];
/// let items = concat(parts).collect::<Vec<_>>().block();
/// assert_eq!(items.unwrap(), [0, 1, 10, 11, 20, 21]);
/// ```
#[doc(alias = "concatArray")]
#[doc(alias = "combine")]
pub fn concat<I>(publishers: I) -> Concat<I::IntoIter>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    Concat { publishers: publishers.into_iter() }
}

/// Publisher for [`concat`](fn@concat).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Concat<I> {
    publishers: I,
}

impl<I> fmt::Debug for Concat<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concat").finish_non_exhaustive()
    }
}

impl<I, P> Publisher for Concat<I>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(mut self, subscriber: S) {
        match self.publishers.next() {
            Some(first) => resume(first, Rest(self.publishers), subscriber),
            None => MapErr::new(empty(), absurd).subscribe(subscriber),
        }
    }
}

struct Rest<I>(I);

impl<I, P> Successor for Rest<I>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
{
    type Source = P;
    type Error = P::Error;

    fn after(&mut self, end: Result<(), P::Error>, _received: u64) -> After<P, P::Error> {
        match end {
            Ok(()) => self.0.next().map_or(After::End(End::Complete), After::Source),
            Err(error) => After::End(End::Error(error)),
        }
    }
}
