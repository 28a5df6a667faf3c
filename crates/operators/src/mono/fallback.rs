use std::convert::Infallible;
use std::iter;

use reactive_streams::Publisher;

use super::{AtMostOne, Both, Cardinality, ExactlyOne, Mono, Return, Single, Solo, mono};
use crate::ext::{CombineExt, ErrorExt};
use crate::operator::{
    Checkpoint, MapErr, OnErrorResume, OnErrorReturn, Retried, Retry, RetryWhen, SwitchIfEmpty,
    Times, absurd,
};
use crate::scheduler::Scheduler;
use crate::source::FromIter;

type OnErrorComplete<S> =
    OnErrorResume<S, fn(<S as Publisher>::Error) -> FromIter<iter::Empty<<S as Publisher>::Item>>>;

/// What takes the place of an error, or of an element that is missing.
impl<S: Solo> Mono<S> {
    /// As [`map_err`](crate::ext::ErrorExt::map_err) of any publisher.
    pub fn map_err<E, F>(self, f: F) -> Mono<Single<MapErr<S, F>, S::Cardinality>>
    where
        E: Send + 'static,
        F: FnOnce(S::Error) -> E + Send + 'static,
    {
        mono(self.into_flux().map_err(f))
    }

    /// As [`err_into`](crate::ext::ErrorExt::err_into) of any publisher.
    pub fn err_into<E>(self) -> Mono<Single<MapErr<S, fn(S::Error) -> E>, S::Cardinality>>
    where
        E: From<S::Error> + Send + 'static,
    {
        self.map_err(E::from)
    }

    /// As [`checkpoint`](crate::ext::ErrorExt::checkpoint) of any publisher.
    #[track_caller]
    pub fn checkpoint(self, name: &'static str) -> Mono<Single<Checkpoint<S>, S::Cardinality>> {
        mono(self.into_flux().checkpoint(name))
    }

    /// As [`fallible`](crate::ext::ErrorExt::fallible) of any publisher.
    pub fn fallible<E>(self) -> Mono<Single<MapErr<S, fn(Infallible) -> E>, S::Cardinality>>
    where
        S: Solo<Error = Infallible>,
        E: Send + 'static,
    {
        self.map_err(absurd)
    }

    /// As [`on_error_resume`](crate::ext::ErrorExt::on_error_resume) of any publisher, with a mono to fall
    /// back to.
    ///
    /// ```
    /// use reactive_streams_operators::mono::BoxMono;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{error, once};
    ///
    /// fn fetch(attempt: u32) -> BoxMono<u32, &'static str> {
    ///     match attempt {
    ///         0 => error("busy").first().boxed_mono(),
    ///         _ => once(attempt).fallible().first().boxed_mono(),
    ///     }
    /// }
    ///
    /// let answer = fetch(0).on_error_resume(|_busy| fetch(1));
    /// assert_eq!(answer.block(), Ok(Some(1)));
    /// ```
    pub fn on_error_resume<Q, F>(self, f: F) -> Mono<Single<OnErrorResume<S, F>, Both<S, Q>>>
    where
        Q: Solo<Item = S::Item>,
        F: FnOnce(S::Error) -> Q + Send + 'static,
    {
        mono(self.into_flux().on_error_resume(f))
    }

    /// As [`on_error_return`](crate::ext::ErrorExt::on_error_return) of any publisher.
    pub fn on_error_return(
        self,
        value: S::Item,
    ) -> Mono<Single<OnErrorReturn<S, S::Item>, S::Cardinality>> {
        mono(self.into_flux().on_error_return(value))
    }

    /// As [`on_error_complete`](crate::ext::ErrorExt::on_error_complete) of any publisher.
    pub fn on_error_complete(self) -> Mono<Single<OnErrorComplete<S>, AtMostOne>> {
        mono(self.into_flux().on_error_complete())
    }

    /// As [`retry`](crate::ext::ErrorExt::retry) of any publisher.
    pub fn retry(self, times: usize) -> Mono<Single<Retried<S, Times>, S::Cardinality>>
    where
        S: Clone,
    {
        mono(self.into_flux().retry(times))
    }

    /// As [`retry_if`](crate::ext::ErrorExt::retry_if) of any publisher.
    pub fn retry_if<F>(self, predicate: F) -> Mono<Single<Retried<S, F>, S::Cardinality>>
    where
        S: Clone,
        F: FnMut(&S::Error) -> bool + Send + 'static,
    {
        mono(self.into_flux().retry_if(predicate))
    }

    /// As [`retry_when`](crate::ext::ErrorExt::retry_when) of any publisher.
    pub fn retry_when(
        self,
        retry: Retry<S::Error>,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<RetryWhen<S>, S::Cardinality>>
    where
        S: Clone,
    {
        mono(self.into_flux().retry_when(retry, scheduler))
    }

    /// As [`switch_if_empty`](crate::ext::CombineExt::switch_if_empty) of any publisher, with a mono to fall
    /// back to.
    ///
    /// ```
    /// use reactive_streams_operators::{empty, once};
    ///
    /// assert_eq!(empty().switch_if_empty(once(7)).block(), Ok(7));
    /// ```
    pub fn switch_if_empty<Q>(
        self,
        fallback: Q,
    ) -> Mono<Single<SwitchIfEmpty<S, Q>, <S::Cardinality as Cardinality>::Or<Q::Cardinality>>>
    where
        Q: Solo<Item = S::Item, Error = S::Error>,
    {
        mono(self.into_flux().switch_if_empty(fallback))
    }

    /// As [`default_if_empty`](crate::ext::CombineExt::default_if_empty) of any publisher.
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// assert_eq!(once(6).filter(|n| n % 2 == 1).default_if_empty(7).block(), Ok(7));
    /// ```
    pub fn default_if_empty(
        self,
        value: S::Item,
    ) -> Mono<Single<SwitchIfEmpty<S, Return<S::Item, S::Error>>, ExactlyOne>> {
        mono(self.into_flux().switch_if_empty(Return::of(value)))
    }
}
