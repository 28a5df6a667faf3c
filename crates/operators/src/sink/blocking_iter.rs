use std::fmt;
use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;

use futures_core::Stream;
use reactive_streams::Publisher;

use super::{IntoStream, SinkError};
use crate::engine::block_on;

/// Iterator for [`ConsumeExt::blocking_iter`](crate::ext::ConsumeExt::blocking_iter).
///
/// Dropping it cancels (§2.6).
#[must_use = "iterators do nothing unless consumed"]
pub struct BlockingIter<P: Publisher>(IntoStream<P>);

impl<P: Publisher> BlockingIter<P> {
    pub(crate) fn new(stream: IntoStream<P>) -> Self {
        Self(stream)
    }
}

impl<P: Publisher> fmt::Debug for BlockingIter<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingIter").finish_non_exhaustive()
    }
}

impl<P: Publisher> Iterator for BlockingIter<P> {
    type Item = Result<P::Item, SinkError<P::Error>>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

/// A stream that is over stays so.
impl<P: Publisher> FusedIterator for BlockingIter<P> {}
