use std::future::Future;
use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::{Flight, Panicked, Pass};
use crate::operator::{InFlight, MapContext, MapValue, MapValueAsync, WithContext};
use crate::scheduler::Scheduler;

/// Operators for elements that are pairs: a value, and a context that goes with it to the end of the chain.
///
/// An offset that is committed when the value has been stored, the permit of an admission, a span: whatever
/// the functions that work on the value need not know. An element that is left out on the way takes its
/// context with it, so that dropping that can say so. All other operators see the pair:
/// `.filter(|(value, _)| …)`.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::from_iter;
///
/// let records = from_iter(["7", "8"]).enumerate().map(|(offset, text)| (text, offset));
/// let parsed = records.map_value(|text| text.parse::<u8>().unwrap());
/// let mut committed = None;
/// parsed.for_each(move |(_stored, offset)| committed = Some(offset)).block().unwrap();
/// ```
pub trait ContextExt: Publisher {
    /// Gives each element a context, which `f` makes.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let words = from_iter(["to", "be"]).with_context(|word| word.len());
    /// let shouted = words.map_value(str::to_uppercase);
    /// let pairs = shouted.collect::<Vec<_>>().block().unwrap();
    /// assert_eq!(pairs, [("TO".to_owned(), 2), ("BE".to_owned(), 2)]);
    /// ```
    #[doc(alias = "asSourceWithContext")]
    #[doc(alias = "asFlowWithContext")]
    fn with_context<C, F>(self, f: F) -> Pass<Self, WithContext<F>>
    where
        C: Send + 'static,
        F: FnMut(&Self::Item) -> C + Send + 'static,
    {
        publisher::<(Self::Item, C), Self::Error, _>(Pass::new(self, WithContext::new(f)))
    }

    /// Gives what `f` makes of the values, each with its context.
    ///
    /// # Demand
    ///
    /// As [`with_context`](Self::with_context), where an example is.
    fn map_value<T, C, U, F>(self, f: F) -> Pass<Self, MapValue<F>>
    where
        Self: Publisher<Item = (T, C)>,
        C: Send + 'static,
        U: Send + 'static,
        F: FnMut(T) -> U + Send + 'static,
    {
        publisher::<(U, C), Self::Error, _>(Pass::new(self, MapValue::new(f)))
    }

    /// Gives the values with what `f` makes of their contexts.
    ///
    /// # Demand
    ///
    /// As [`with_context`](Self::with_context).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let numbers = range(0..2).with_context(|n| n + 10).map_context(|offset| offset.to_string());
    /// let pairs = numbers.collect::<Vec<_>>().block().unwrap();
    /// assert_eq!(pairs, [(0, "10".to_owned()), (1, "11".to_owned())]);
    /// ```
    #[doc(alias = "mapContext")]
    fn map_context<T, C, D, F>(self, f: F) -> Pass<Self, MapContext<F>>
    where
        Self: Publisher<Item = (T, C)>,
        T: Send + 'static,
        D: Send + 'static,
        F: FnMut(C) -> D + Send + 'static,
    {
        publisher::<(T, D), Self::Error, _>(Pass::new(self, MapContext::new(f)))
    }

    /// Gives what comes of the futures that `f` makes of the values, each with its context and in the order
    /// of the elements.
    ///
    /// # Demand
    ///
    /// As [`map_async`](super::AsyncExt::map_async).
    ///
    /// # Errors
    ///
    /// As [`map_async`](super::AsyncExt::map_async). A context that is in flight then is dropped with its
    /// future.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{AnyError, range};
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    ///
    /// let threads = ThreadScheduler::new("store");
    /// let eight = NonZeroUsize::new(8).unwrap();
    /// let records = range(0..2).fallible::<AnyError>().with_context(|offset| *offset);
    /// let stored = records.map_value_async(eight, &threads, |n| async move { n * n });
    /// assert_eq!(stored.collect::<Vec<_>>().block().unwrap(), [(0, 0), (1, 1)]);
    /// ```
    fn map_value_async<T, C, Fut, F>(
        self,
        limit: NonZeroUsize,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> InFlight<Self, MapValueAsync<F>>
    where
        Self: Publisher<Item = (T, C)>,
        Self::Error: Carries<Panicked>,
        C: Send + 'static,
        Fut: Future<Output: Send> + Send + 'static,
        F: FnMut(T) -> Fut + Send + 'static,
    {
        let flight = Flight::new("map_value_async", limit, true, scheduler);
        let mapped = InFlight::new(self, flight, MapValueAsync::new(f));
        publisher::<(Fut::Output, C), Self::Error, _>(mapped)
    }
}

impl<P: Publisher> ContextExt for P {}
