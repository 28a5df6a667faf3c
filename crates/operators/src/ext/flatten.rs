use reactive_streams::Publisher;

use super::publisher;
use crate::operator::ConcatMap;

/// Operators that make a publisher or a future of each element.
pub trait FlattenExt: Publisher {
    /// Gives the elements of the publisher that `f` makes of each element, one publisher after another.
    ///
    /// # Demand
    ///
    /// Requests one element of the upstream, at once, and the next one when the publisher of that one
    /// has completed. Each of those publishers is asked for what its predecessors have left unmet.
    /// Nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once and cancels the publisher of the moment; an
    /// error of that one cancels the upstream. Cancel goes to both.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(1..4).concat_map(|n| range(0..n)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 0, 1, 0, 1, 2]);
    /// ```
    #[doc(alias = "concatMap")]
    #[doc(alias = "flatMapConcat")]
    #[doc(alias = "flat_map")]
    fn concat_map<Q, F>(self, f: F) -> ConcatMap<Self, F>
    where
        Q: Publisher<Error = Self::Error>,
        F: FnMut(Self::Item) -> Q + Send + 'static,
    {
        publisher::<Q::Item, Self::Error, _>(ConcatMap::new(self, f))
    }
}

impl<P: Publisher> FlattenExt for P {}
