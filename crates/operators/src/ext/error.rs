use std::convert::Infallible;
use std::iter;
use std::panic::Location;
use std::sync::Arc;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::engine::Panicked;
use crate::operator::{
    CatchPanics, Checkpoint, Located, MapErr, OnErrorResume, OnErrorReturn, Retried, Retry,
    RetryElement, RetryError, RetryWhen, Times, absurd,
};
use crate::processor::Upstream;
use crate::scheduler::Scheduler;
use crate::source::{FromIter, from_iter};

/// Operators about failure: conversion, fallback, retry.
pub trait ErrorExt: Publisher {
    /// Fails with what `f` makes of the error.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error};
    ///
    /// let failed = error::<u8, _>(404).map_err(|code| format!("HTTP {code}"));
    /// let outcome = failed.collect::<Vec<_>>().block();
    /// assert_eq!(outcome, Err(SinkError::Upstream("HTTP 404".to_owned())));
    /// ```
    #[doc(alias = "onErrorMap")]
    #[doc(alias = "mapError")]
    fn map_err<E, F>(self, f: F) -> MapErr<Self, F>
    where
        E: Send + 'static,
        F: FnOnce(Self::Error) -> E + Send + 'static,
    {
        publisher::<Self::Item, E, _>(MapErr::new(self, f))
    }

    /// Fails with the error converted: [`map_err`](Self::map_err) with [`Into::into`].
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error};
    ///
    /// let failed = error::<u8, &str>("gone").err_into::<String>();
    /// assert_eq!(
    ///     failed.collect::<Vec<_>>().block(),
    ///     Err(SinkError::Upstream("gone".to_owned())),
    /// );
    /// ```
    fn err_into<E>(self) -> MapErr<Self, fn(Self::Error) -> E>
    where
        E: From<Self::Error> + Send + 'static,
    {
        self.map_err(E::from)
    }

    /// Has an error say where this chain was put together, and what it is called.
    ///
    /// The place is that of this call in the program. It is noted when the chain is made, and costs nothing
    /// while it runs.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through.
    ///
    /// # Errors
    ///
    /// [`Located`] has the error, and shows itself as the error with the place after it.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, from_try_callable};
    ///
    /// let price = from_try_callable(|| "12€".parse::<u32>()).checkpoint("price");
    /// let Err(SinkError::Upstream(error)) = price.block() else { panic!() };
    /// println!("{error}"); // invalid digit found in string (checkpoint `price` at src/main.rs:4:56)
    /// # assert_eq!(error.name(), "price");
    /// ```
    #[doc(alias = "onOperatorDebug")]
    #[doc(alias = "debugLogging")]
    #[track_caller]
    fn checkpoint(self, name: &'static str) -> Checkpoint<Self> {
        publisher::<Self::Item, Located<Self::Error>, _>(Checkpoint::new(
            self,
            name,
            Location::caller(),
        ))
    }

    /// A publisher that cannot fail, as one that can fail with an `E`.
    ///
    /// For the places that want equal error types; what `E` is follows from there.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, range};
    ///
    /// let numbers = range(0..2).fallible().concat_map(|n| error::<u8, _>(n));
    /// assert_eq!(numbers.collect::<Vec<_>>().block(), Err(SinkError::Upstream(0)));
    /// ```
    fn fallible<E>(self) -> MapErr<Self, fn(Infallible) -> E>
    where
        Self: Publisher<Error = Infallible>,
        E: Send + 'static,
    {
        self.map_err(absurd)
    }

    /// Gives `value` in the place of the error, and completes.
    ///
    /// The stream cannot fail any more: its error type is [`Infallible`].
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; `value` waits until it is requested. Synchronous; cancel goes
    /// straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{error, range};
    ///
    /// let numbers = range(0..2).fallible().chain(error("lost")).on_error_return(7);
    /// assert_eq!(numbers.collect::<Vec<_>>().block(), Ok(vec![0, 1, 7]));
    /// ```
    #[doc(alias = "onErrorReturn")]
    #[doc(alias = "onErrorReturnItem")]
    #[doc(alias = "recover")]
    fn on_error_return(self, value: Self::Item) -> OnErrorReturn<Self, Self::Item> {
        publisher::<Self::Item, Infallible, _>(OnErrorReturn::new(self, value))
    }

    /// Goes on with the publisher that `f` makes of the error.
    ///
    /// The error type of the stream is that of the fallback. One that handles some errors only can give
    /// [`error`](crate::error) for the others.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; the fallback, what this one has left unmet. Synchronous; nothing is
    /// buffered. An error of the fallback is passed on; cancel goes to whichever has its turn.
    ///
    /// # Panics
    ///
    /// A panic of `f` drops the subscriber, and unwinds to whoever signalled the error.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{error, once, range};
    ///
    /// let numbers = range(0..2).fallible().chain(error(404));
    /// let resumed = numbers.on_error_resume(|code: u32| once(code));
    /// assert_eq!(resumed.collect::<Vec<_>>().block(), Ok(vec![0, 1, 404]));
    /// ```
    #[doc(alias = "onErrorResume")]
    #[doc(alias = "onErrorResumeNext")]
    #[doc(alias = "onErrorResumeWith")]
    #[doc(alias = "recoverWith")]
    fn on_error_resume<Q, F>(self, f: F) -> OnErrorResume<Self, F>
    where
        Q: Publisher<Item = Self::Item>,
        F: FnOnce(Self::Error) -> Q + Send + 'static,
    {
        publisher::<Self::Item, Q::Error, _>(OnErrorResume::new(self, f))
    }

    /// Completes in the place of the error.
    ///
    /// The stream cannot fail any more: its error type is [`Infallible`].
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; cancel goes straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{error, range};
    ///
    /// let numbers = range(0..2).fallible().chain(error("lost")).on_error_complete();
    /// assert_eq!(numbers.collect::<Vec<_>>().block(), Ok(vec![0, 1]));
    /// ```
    #[doc(alias = "onErrorComplete")]
    fn on_error_complete(self) -> OnErrorComplete<Self> {
        self.on_error_resume(|_| from_iter(iter::empty()))
    }

    /// Subscribes a clone of this publisher in the place of an error, up to so many times.
    ///
    /// The error after those is passed on. Elements that came before an error stay: a retried stream
    /// begins anew.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; a clone, what its predecessors have left unmet. Synchronous: it
    /// tries again at once, see [`retry_when`](Self::retry_when) for a pause in between. Any number of
    /// retries runs on a stack of the same size. Cancel goes to the clone of the moment.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, range};
    ///
    /// let numbers = range(0..2).fallible().chain(error("lost"));
    /// let mut all = Vec::new();
    /// let outcome = numbers.retry(2).for_each(move |n| all.push(n)).block();
    /// assert_eq!(outcome, Err(SinkError::Upstream("lost"))); // after 0, 1, 0, 1, 0, 1
    /// ```
    fn retry(self, times: usize) -> Retried<Self, Times>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(Retried::new(self, Times(times)))
    }

    /// Subscribes a clone of this publisher in the place of an error, if `predicate` says so.
    ///
    /// # Demand
    ///
    /// As [`retry`](Self::retry).
    ///
    /// # Panics
    ///
    /// A panic of `predicate` drops the subscriber, and unwinds to whoever signalled the error.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error};
    ///
    /// let mut attempts = 0;
    /// let failed = error::<u8, _>("lost").retry_if(move |_| {
    ///     attempts += 1;
    ///     attempts < 3
    /// });
    /// assert_eq!(failed.collect::<Vec<_>>().block(), Err(SinkError::Upstream("lost")));
    /// ```
    #[doc(alias = "retryUntil")]
    fn retry_if<F>(self, predicate: F) -> Retried<Self, F>
    where
        Self: Clone,
        F: FnMut(&Self::Error) -> bool + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(Retried::new(self, predicate))
    }

    /// Subscribes a clone of this publisher in the place of an error, when and as often as `retry` says:
    /// with a delay that grows, with jitter, after some errors only, as the error itself says, within a
    /// [`RetryBudget`](crate::operator::RetryBudget) that pipelines share.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for; a clone, what its predecessors have left unmet. It is subscribed on a
    /// worker of `scheduler`, or at once where there is no delay. Elements stay on the thread that brings
    /// them. Cancel goes to the clone of the moment, or ends the wait for it.
    ///
    /// # Errors
    ///
    /// [`RetryError`] has the error of the last attempt, and says why there was no other;
    /// `map_err(RetryError::into_inner)` gives the error alone. When the scheduler has shut down the
    /// subscriber is dropped.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{Retry, from_try_callable};
    ///
    /// let flaky = from_try_callable(|| "7".parse::<u8>()); // say that it may be busy
    /// let retry = Retry::backoff(5, Duration::from_millis(100)).jitter();
    /// let patient = flaky.retry_when(retry, &ThreadScheduler::new("retries"));
    /// assert_eq!(patient.collect::<Vec<_>>().block().unwrap(), [7]);
    /// ```
    #[doc(alias = "retryWhen")]
    fn retry_when(self, retry: Retry<Self::Error>, scheduler: &dyn Scheduler) -> RetryWhen<Self>
    where
        Self: Clone,
    {
        let worker = Arc::from(scheduler.worker());
        publisher::<Self::Item, RetryError<Self::Error>, _>(RetryWhen::new(self, retry, worker))
    }

    /// Gives the elements of the publishers that `f` makes of the elements, one after another; where one of
    /// them fails, `f` is given a clone of the same element again, when and as often as `retry` says.
    ///
    /// Elements that a publisher has given before it failed stay.
    ///
    /// # Demand
    ///
    /// As [`concat_map`](super::FlattenExt::concat_map): elements are requested one at a time. The next
    /// attempt is subscribed on a worker of `scheduler`, or at once where there is no delay; it gets the
    /// demand that its predecessors have left unmet.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on, and so is the [`RetryError`] of an element that was tried as often
    /// as it should. Cancel goes to the attempt of the moment, or ends the wait for it.
    ///
    /// # Panics
    ///
    /// A panic of `f` drops the subscriber, and unwinds to whoever caused the attempt.
    ///
    /// ```
    /// use std::time::Duration;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{Retry, RetryError, from_iter, from_try_callable};
    ///
    /// let retry = Retry::backoff(3, Duration::from_millis(10));
    /// let saved = from_iter(["a", "b"]).fallible::<RetryError<&str>>().retry_element(
    ///     retry,
    ///     &ThreadScheduler::new("retries"),
    ///     |name| from_try_callable(move || Ok(format!("saved {name}"))), // say that it may be busy
    /// );
    /// assert_eq!(saved.collect::<Vec<_>>().block().unwrap(), ["saved a", "saved b"]);
    /// ```
    #[doc(alias = "withBackoff")]
    #[doc(alias = "withBackoffAndContext")]
    #[doc(alias = "RetryFlow")]
    fn retry_element<X, Q, F>(
        self,
        retry: Retry<X>,
        scheduler: &dyn Scheduler,
        f: F,
    ) -> RetryElement<Self, X, F>
    where
        Self::Item: Clone,
        Self::Error: Carries<RetryError<X>>,
        X: Send + 'static,
        Q: Publisher<Error = X>,
        F: Fn(Self::Item) -> Q + Clone + Send + 'static,
    {
        let worker = Arc::from(scheduler.worker());
        publisher::<Q::Item, Self::Error, _>(RetryElement::new(self, retry, worker, f))
    }

    /// Fails in the place of a panic, if it comes from a function in the segment of the chain that
    /// `segment` makes: what is in there, and nothing else, may panic with an element or with the end.
    ///
    /// Everywhere else a panic unwinds to whoever caused the signal, and takes the stream with it. Here that
    /// stops: the segment and what it had are dropped, the upstream is cancelled, and the downstream gets the
    /// error. A panic of the upstream or of the downstream unwinds through the segment as ever.
    ///
    /// # Demand
    ///
    /// That of the segment.
    ///
    /// # Errors
    ///
    /// [`Panicked`] has the message, as an error of the segment; errors and cancel go through it.
    ///
    /// # Panics
    ///
    /// What panics elsewhere than in a signal is not caught: `segment` itself, functions that are called
    /// with a request or a cancel, and what is behind a change of threads in the segment.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{Panicked, SinkError, range};
    ///
    /// let shares = range(0..3).fallible::<Panicked>().catch_panics(|it| it.map(|n| 10 / n));
    /// let Err(SinkError::Upstream(panicked)) = shares.collect::<Vec<i32>>().block() else { panic!() };
    /// assert_eq!(panicked.message(), Some("attempt to divide by zero"));
    /// ```
    fn catch_panics<Q, F>(self, segment: F) -> CatchPanics<Self, F>
    where
        F: FnOnce(Upstream<Self::Item, Self::Error>) -> Q + Send + 'static,
        Q: Publisher<Error: Carries<Panicked>>,
    {
        publisher::<Q::Item, Q::Error, _>(CatchPanics::new(self, segment))
    }
}

impl<P: Publisher> ErrorExt for P {}

/// What [`ErrorExt::on_error_complete`] makes of a `P`.
type OnErrorComplete<P> =
    OnErrorResume<P, fn(<P as Publisher>::Error) -> FromIter<iter::Empty<<P as Publisher>::Item>>>;
