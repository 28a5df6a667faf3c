use std::num::NonZeroUsize;

use super::{Both, Mono, Single, Solo, mono};
use crate::engine::{Either, Pass, Stage, Step};
use crate::operator::{MapErr, Zip, ZipDelayed, ZipWith, first_with_signal};

/// What makes one element of two monos.
impl<S: Solo> Mono<S> {
    /// Gives a pair of the elements of both; nothing if either gives nothing.
    ///
    /// Where one of them gives nothing, or fails, the other is cancelled.
    ///
    /// # Demand
    ///
    /// Requests one element of each at once, and keeps them until the pair is requested.
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// assert_eq!(once(1).zip(once('a')).block(), Ok((1, 'a')));
    /// ```
    pub fn zip<Q>(self, other: Q) -> Mono<Single<Zip<S, Q>, Both<S, Q>>>
    where
        Q: Solo<Error = S::Error>,
    {
        mono(pairs(self.into_flux(), other))
    }

    /// Gives what `f` makes of the elements of both; nothing if either gives nothing.
    ///
    /// # Demand
    ///
    /// As [`zip`](Self::zip).
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// assert_eq!(once(6).zip_with(once(7), |a, b| a * b).block(), Ok(42));
    /// ```
    pub fn zip_with<Q, U, F>(
        self,
        other: Q,
        f: F,
    ) -> Mono<Single<Pass<Zip<S, Q>, ZipWith<F>>, Both<S, Q>>>
    where
        Q: Solo<Error = S::Error>,
        U: Send + 'static,
        F: FnMut(S::Item, Q::Item) -> U + Send + 'static,
    {
        mono(Pass::new(pairs(self.into_flux(), other), ZipWith::new(f)))
    }

    /// Gives what the first of the two to signal anything gives; the other is cancelled.
    ///
    /// # Demand
    ///
    /// As [`first_with_signal`].
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{never, once};
    ///
    /// assert_eq!(never().first().or(once(7)).block(), Ok(Some(7)));
    /// ```
    pub fn or<Q>(
        self,
        other: Q,
    ) -> Mono<impl Solo<Item = S::Item, Error = S::Error, Cardinality = Both<S, Q>>>
    where
        Q: Solo<Item = S::Item, Error = S::Error>,
    {
        let first = first_with_signal([Either::Left(self.into_flux()), Either::Right(other)]);
        mono::<_, Both<S, Q>>(MapErr::new(first, Either::into_inner))
    }

    /// Gives the element, paired with that of the mono that `f` makes of it.
    ///
    /// # Demand
    ///
    /// As [`flat_map`](Self::flat_map).
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// assert_eq!(once(6).zip_when(|n| once(n * 7)).block(), Ok((6, 42)));
    /// ```
    pub fn zip_when<Q, F>(
        self,
        f: F,
    ) -> Mono<impl Solo<Item = (S::Item, Q::Item), Error = S::Error, Cardinality = Both<S, Q>>>
    where
        Q: Solo<Error = S::Error>,
        F: FnOnce(&S::Item) -> Q + Send + 'static,
    {
        self.flat_map(|item| {
            let other = f(&item);
            mono::<_, Q::Cardinality>(Pass::new(other, PairWith(Some(item))))
        })
    }
}

impl<S, Q, C> Mono<Single<Zip<S, Q>, C>> {
    /// As [`Zip::delay_errors`]: an error waits for the element or the end of the other.
    ///
    /// ```
    /// use reactive_streams_operators::{SinkError, from_try_callable, once};
    ///
    /// let lost = from_try_callable(|| Err::<u8, _>("lost"));
    /// let pair = lost.zip(once(7).fallible().inspect(|n| println!("{n}"))).delay_errors();
    /// assert_eq!(pair.block(), Err(SinkError::Upstream("lost"))); // after 7
    /// ```
    pub fn delay_errors(self) -> Mono<Single<ZipDelayed<S, Q>, C>> {
        Mono::new(Single::new(self.into_flux().into_inner().delay_errors()))
    }
}

fn pairs<S, Q>(left: S, right: Q) -> Zip<S, Q> {
    Zip::new(left, right).prefetch(NonZeroUsize::MIN)
}

/// Puts an element before the only one of a stream.
struct PairWith<T>(Option<T>);

impl<T, U, E> Stage<U, E> for PairWith<T>
where
    T: Send + 'static,
    U: Send + 'static,
{
    type Item = (T, U);
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: U) -> Step<(T, U), E> {
        self.0.take().map_or(Step::Skip, |first| Step::Next((first, item)))
    }
}
