use reactive_streams::Publisher;

use super::publisher;
use crate::engine::Pass;
use crate::operator::Map;

/// Operators that make other elements of the elements, batches, and keyed or cut sub-streams.
pub trait TransformExt: Publisher {
    /// Gives what `f` makes of each element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let squares = range(1..4).map(|n| n * n).collect::<Vec<_>>().block();
    /// assert_eq!(squares.unwrap(), [1, 4, 9]);
    /// ```
    #[doc(alias = "fromFunction")]
    fn map<U, F>(self, f: F) -> Pass<Self, Map<F>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> U + Send + 'static,
    {
        publisher::<U, Self::Error, _>(Pass::new(self, Map::new(f)))
    }
}

impl<P: Publisher> TransformExt for P {}
