use reactive_streams::Publisher;

use super::{
    AtMostOne, Cardinality, ExactlyOne, FlatMap, FlatMapMany, Mono, Return, Single, Solo, Then,
    ThenMany, mono,
};
use crate::engine::Pass;
use crate::operator::{BoxPublisher, Filter, FilterMap, Hide, Map};

/// The operators that keep it a `Mono`, or need one.
impl<S: Solo> Mono<S> {
    /// As [`map`](crate::ext::TransformExt::map) of any publisher.
    pub fn map<U, F>(self, f: F) -> Mono<Single<Pass<S, Map<F>>, S::Cardinality>>
    where
        U: Send + 'static,
        F: FnMut(S::Item) -> U + Send + 'static,
    {
        mono(Pass::new(self.into_flux(), Map::new(f)))
    }

    /// As [`filter`](crate::ext::FilterExt::filter) of any publisher.
    pub fn filter<F>(self, predicate: F) -> Mono<Single<Pass<S, Filter<F>>, AtMostOne>>
    where
        F: FnMut(&S::Item) -> bool + Send + 'static,
    {
        mono(Pass::new(self.into_flux(), Filter::new(predicate)))
    }

    /// As [`filter_map`](crate::ext::TransformExt::filter_map) of any publisher.
    pub fn filter_map<U, F>(self, f: F) -> Mono<Single<Pass<S, FilterMap<F>>, AtMostOne>>
    where
        U: Send + 'static,
        F: FnMut(S::Item) -> Option<U> + Send + 'static,
    {
        mono(Pass::new(self.into_flux(), FilterMap::new(f)))
    }

    /// Gives the element of the mono that `f` makes of the element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, first of this mono and then of the other. Buffers nothing. The
    /// other runs where the element comes from.
    ///
    /// # Errors
    ///
    /// An error of either is passed on. Cancel goes to the one that is running.
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// let answer = once(6).flat_map(|n| once(7).map(move |m| n * m));
    /// assert_eq!(answer.block(), Ok(42));
    /// ```
    #[doc(alias = "and_then")]
    pub fn flat_map<Q, F>(self, f: F) -> Mono<Single<FlatMap<S, F>, Both<S, Q>>>
    where
        Q: Solo<Error = S::Error>,
        F: FnOnce(S::Item) -> Q + Send + 'static,
    {
        mono(FlatMap::new(self.into_flux(), f))
    }

    /// Gives the elements of the publisher that `f` makes of the element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, first of this mono and then of the publisher. Buffers nothing.
    ///
    /// # Errors
    ///
    /// As [`flat_map`](Self::flat_map).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let numbers = once(3).flat_map_many(|n| range(0..n)).collect::<Vec<_>>().block();
    /// assert_eq!(numbers.unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "flatMapPublisher")]
    #[doc(alias = "flattenAsFlowable")]
    #[doc(alias = "flattenStreamAsFlowable")]
    #[doc(alias = "flatMapObservable")]
    #[doc(alias = "flattenAsObservable")]
    #[doc(alias = "flattenStreamAsObservable")]
    #[doc(alias = "futureSource")]
    pub fn flat_map_many<Q, F>(self, f: F) -> FlatMapMany<S, F>
    where
        Q: Publisher<Error = S::Error>,
        F: FnOnce(S::Item) -> Q + Send + 'static,
    {
        FlatMapMany::new(self.into_flux(), f)
    }

    /// Drops the element, and when this mono has completed gives that of `next`.
    ///
    /// Of a publisher that is no mono, [`ignore_elements`](crate::ext::SelectExt::ignore_elements)
    /// makes one.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, first of this mono and then of the other.
    ///
    /// # Errors
    ///
    /// As [`flat_map`](Self::flat_map): if this mono fails, `next` is dropped unsubscribed.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let done = range(0..3).for_each(|n| println!("{n}")).then(once("done"));
    /// assert_eq!(done.block(), Ok("done"));
    /// ```
    #[doc(alias = "thenEmpty")]
    #[doc(alias = "andThen")]
    pub fn then<Q>(self, next: Q) -> Mono<Single<Then<S, Q>, Q::Cardinality>>
    where
        Q: Solo<Error = S::Error>,
    {
        mono(Then::new(self.into_flux(), next))
    }

    /// Drops the element, and when this mono has completed gives the elements of `next`.
    ///
    /// # Demand
    ///
    /// As [`then`](Self::then).
    ///
    /// # Errors
    ///
    /// As [`then`](Self::then).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{once, range};
    ///
    /// let numbers = once("ready").then_many(range(0..3)).collect::<Vec<_>>().block();
    /// assert_eq!(numbers.unwrap(), [0, 1, 2]);
    /// ```
    pub fn then_many<Q>(self, next: Q) -> ThenMany<S, Q>
    where
        Q: Publisher<Error = S::Error>,
    {
        ThenMany::new(self.into_flux(), next)
    }

    /// Drops the element, and when this mono has completed gives `value`.
    ///
    /// # Demand
    ///
    /// As [`then`](Self::then).
    ///
    /// # Errors
    ///
    /// As [`then`](Self::then).
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// assert_eq!(once(1).then_return("done").block(), Ok("done"));
    /// ```
    pub fn then_return<U>(self, value: U) -> Mono<Single<Then<S, Return<U, S::Error>>, ExactlyOne>>
    where
        U: Send + 'static,
    {
        self.then(Return::of(value))
    }

    /// As [`boxed`](crate::ext::ConvertExt::boxed) of any publisher, and still a mono.
    ///
    /// ```
    /// use reactive_streams_operators::mono::{BoxMono, ExactlyOne};
    /// use reactive_streams_operators::once;
    /// use std::convert::Infallible;
    ///
    /// fn answer(wrong: bool) -> BoxMono<u32, Infallible, ExactlyOne> {
    ///     if wrong { once(54).boxed_mono() } else { once(6).map(|n| n * 7).boxed_mono() }
    /// }
    ///
    /// assert_eq!(answer(false).block(), Ok(42));
    /// ```
    pub fn boxed_mono(self) -> BoxMono<S::Item, S::Error, S::Cardinality> {
        mono(BoxPublisher::new(self.into_flux()))
    }

    /// As [`hide`](crate::ext::ConvertExt::hide) of any publisher.
    pub fn hide(self) -> Mono<Single<Hide<S>, S::Cardinality>> {
        mono(Hide::new(self.into_flux()))
    }
}

/// As many elements as it takes an `S` and a `Q` to make.
pub type Both<S, Q> = <<S as Solo>::Cardinality as Cardinality>::And<<Q as Solo>::Cardinality>;

/// Any [`Mono`] of as many elements `T` as `C` says, and errors `E`, behind one type.
pub type BoxMono<T, E, C = AtMostOne> = Mono<Single<BoxPublisher<T, E>, C>>;
