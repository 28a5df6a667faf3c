use std::option;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{Chain, SwitchIfEmpty};
use crate::source::FromIter;

/// Operators that bring the elements of several publishers together.
pub trait CombineExt: Publisher {
    /// Gives the elements of `other` when this one has completed.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `other`, what this one has left unmet. It is subscribed when this
    /// one has completed. Synchronous; nothing is buffered.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once. If it comes from the first, `other` is dropped; so it is
    /// on cancel.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(0..2).chain(range(10..12)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 10, 11]);
    /// ```
    #[doc(alias = "concatWith")]
    #[doc(alias = "concatWithValues")]
    #[doc(alias = "concat")]
    #[doc(alias = "concatLazy")]
    #[doc(alias = "concatAllLazy")]
    fn chain<Q>(self, other: Q) -> Chain<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(Chain::new(self, other))
    }

    /// Gives the elements of `fallback` if this one completes without an element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `fallback`, the same again. It is subscribed when this one has
    /// completed, and dropped when it is not needed. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{empty, range};
    ///
    /// let items = empty().switch_if_empty(range(0..3)).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "switchIfEmpty")]
    #[doc(alias = "orElse")]
    fn switch_if_empty<Q>(self, fallback: Q) -> SwitchIfEmpty<Self, Q>
    where
        Q: Publisher<Item = Self::Item, Error = Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(SwitchIfEmpty::new(self, fallback))
    }

    /// Gives `value` if this one completes without an element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `value` waits until it is requested. Synchronous; errors and
    /// cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let items = range(0..9).filter(|n| *n > 9).default_if_empty(7).collect::<Vec<_>>().block();
    /// assert_eq!(items.unwrap(), [7]);
    /// ```
    #[doc(alias = "defaultIfEmpty")]
    fn default_if_empty(self, value: Self::Item) -> DefaultIfEmpty<Self> {
        self.switch_if_empty(FromIter::new(Some(value).into_iter()))
    }
}

impl<P: Publisher> CombineExt for P {}

/// What [`CombineExt::default_if_empty`] makes of a `P`.
type DefaultIfEmpty<P> =
    SwitchIfEmpty<P, FromIter<option::IntoIter<<P as Publisher>::Item>, <P as Publisher>::Error>>;
