use std::option;

use reactive_streams::Publisher;

use super::{ErrorExt, publisher};
use crate::engine::Pass;
use crate::operator::{
    IntoResults, LiftResults, LiftResultsWith, MapOk, OnErrorContinue, OnErrorResume,
};
use crate::source::{FromIter, from_iter};

/// Operators about elements that are results: a failure that ends nothing.
pub trait ResultsExt: Publisher {
    /// Gives results: the elements, and the error as the last one.
    ///
    /// The stream cannot fail any more: its error type is [`Infallible`](std::convert::Infallible).
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; the error waits until it is requested. Synchronous; cancel goes
    /// straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{error, range};
    ///
    /// let results = range(0..2).fallible().chain(error("lost")).into_results();
    /// assert_eq!(results.collect::<Vec<_>>().block().unwrap(), [Ok(0), Ok(1), Err("lost")]);
    /// ```
    fn into_results(self) -> Results<Self> {
        Pass::new(self, IntoResults).on_error_resume(|error| from_iter(Some(Err(error))))
    }

    /// Gives the values of elements that are results, and fails with the first that is an error.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through. An element that is an
    /// error cancels the upstream.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, from_iter};
    ///
    /// let numbers = from_iter(["1", "2", "x"]).map(str::parse::<u8>).fallible().lift_results();
    /// assert!(matches!(numbers.collect::<Vec<_>>().block(), Err(SinkError::Upstream(_))));
    /// ```
    fn lift_results<T>(self) -> Pass<Self, LiftResults>
    where
        T: Send + 'static,
        Self: Publisher<Item = Result<T, <Self as Publisher>::Error>>,
    {
        publisher::<T, Self::Error, _>(Pass::new(self, LiftResults))
    }

    /// Gives the values of elements that are results, and fails with what `f` makes of the first that is an
    /// error.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through. An element that is an
    /// error cancels the upstream.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, from_iter};
    ///
    /// let texts = from_iter(["1", "2", "x"]).fallible::<String>();
    /// let numbers = texts.map(str::parse::<u8>).lift_results_with(|error| error.to_string());
    /// let failure = numbers.collect::<Vec<_>>().block().unwrap_err();
    /// assert!(matches!(failure, SinkError::Upstream(text) if text.contains("invalid digit")));
    /// ```
    fn lift_results_with<T, X, F>(self, f: F) -> Pass<Self, LiftResultsWith<F>>
    where
        T: Send + 'static,
        Self: Publisher<Item = Result<T, X>>,
        F: FnMut(X) -> Self::Error + Send + 'static,
    {
        publisher::<T, Self::Error, _>(Pass::new(self, LiftResultsWith::new(f)))
    }

    /// Gives elements that are results with what `f` makes of their values.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let results = from_iter([Ok(1), Err("lost")]).map_ok(|n| n + 1);
    /// assert_eq!(results.collect::<Vec<_>>().block().unwrap(), [Ok(2), Err("lost")]);
    /// ```
    fn map_ok<T, X, U, F>(self, f: F) -> Pass<Self, MapOk<F>>
    where
        Self: Publisher<Item = Result<T, X>>,
        X: Send + 'static,
        U: Send + 'static,
        F: FnMut(T) -> U + Send + 'static,
    {
        publisher::<Result<U, X>, Self::Error, _>(Pass::new(self, MapOk::new(f)))
    }

    /// Gives the values of elements that are results; those that are errors are handed to `report`, and
    /// skipped.
    ///
    /// A failure of the stream itself is none of an element, and is passed on: after §1.4 there is nothing
    /// to continue with. Where the JVM's `onErrorContinue` reaches into the operators before it, an operator
    /// here says that it may fail for an element by giving a result.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that is an error, unless the upstream
    /// sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send another.
    /// Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let numbers = from_iter(["1", "x", "3"]).map(str::parse::<u8>);
    /// let numbers = numbers.on_error_continue(|error| eprintln!("skipped: {error}"));
    /// assert_eq!(numbers.collect::<Vec<_>>().block().unwrap(), [1, 3]);
    /// ```
    #[doc(alias = "onErrorContinue")]
    #[doc(alias = "onErrorStop")]
    fn on_error_continue<T, X, F>(self, report: F) -> Pass<Self, OnErrorContinue<F>>
    where
        Self: Publisher<Item = Result<T, X>>,
        T: Send + 'static,
        F: FnMut(X) + Send + 'static,
    {
        publisher::<T, Self::Error, _>(Pass::new(self, OnErrorContinue::new(report)))
    }
}

impl<P: Publisher> ResultsExt for P {}

/// What [`ResultsExt::into_results`] makes of a `P`.
type Results<P> =
    OnErrorResume<Pass<P, IntoResults>, fn(<P as Publisher>::Error) -> FromIter<LastResult<P>>>;

type LastResult<P> = option::IntoIter<Result<<P as Publisher>::Item, <P as Publisher>::Error>>;
