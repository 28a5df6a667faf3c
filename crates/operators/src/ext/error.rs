use std::convert::Infallible;

use reactive_streams::Publisher;

use super::publisher;
use crate::operator::{MapErr, absurd};

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
}

impl<P: Publisher> ErrorExt for P {}
