use reactive_streams::Publisher;

use super::publisher;
use crate::engine::Pass;
use crate::operator::{Filter, Take};

/// Operators that drop elements, or end a stream early.
pub trait FilterExt: Publisher {
    /// Gives the elements for which `predicate` holds.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element it drops, unless the upstream sees
    /// from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let even = range(0..7).filter(|n| n % 2 == 0).collect::<Vec<_>>().block();
    /// assert_eq!(even.unwrap(), [0, 2, 4, 6]);
    /// ```
    #[doc(alias = "filterNot")]
    #[doc(alias = "withFilter")]
    fn filter<F>(self, predicate: F) -> Pass<Self, Filter<F>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Pass::new(self, Filter::new(predicate)))
    }

    /// Gives the first `n` elements, then cancels the upstream and completes.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and no more than `n` in all. Synchronous; errors and cancel go
    /// straight through. With an `n` of zero it completes at once, without demand, and drops the
    /// upstream unsubscribed.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let first = range(0..u64::MAX).take(3).collect::<Vec<_>>().block();
    /// assert_eq!(first.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "limit")]
    #[doc(alias = "limitRequest")]
    fn take(self, n: usize) -> Take<Self> {
        publisher::<Self::Item, Self::Error, _>(Take::new(self, n))
    }
}

impl<P: Publisher> FilterExt for P {}
