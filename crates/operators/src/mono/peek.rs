use super::{Mono, Single, Solo, mono};
use crate::engine::{Listened, Listener};
use crate::operator::{DoFinally, DoOnSuccess, Inspect, InspectErr, Termination};

/// What sees it go by.
impl<S: Solo> Mono<S> {
    /// As [`listen`](crate::ext::PeekExt::listen) of any publisher.
    pub fn listen<L>(self, listener: L) -> Mono<Single<Listened<S, L>, S::Cardinality>>
    where
        L: Listener<S::Item, S::Error>,
    {
        mono(Listened::new(self.into_flux(), listener))
    }

    /// As [`inspect`](crate::ext::PeekExt::inspect) of any publisher.
    pub fn inspect<F>(self, f: F) -> Mono<Single<Listened<S, Inspect<F>>, S::Cardinality>>
    where
        F: FnMut(&S::Item) + Send + 'static,
    {
        self.listen(Inspect::new(f))
    }

    /// As [`inspect_err`](crate::ext::PeekExt::inspect_err) of any publisher.
    pub fn inspect_err<F>(self, f: F) -> Mono<Single<Listened<S, InspectErr<F>>, S::Cardinality>>
    where
        F: FnOnce(&S::Error) + Send + 'static,
    {
        self.listen(InspectErr::new(f))
    }

    /// As [`do_finally`](crate::ext::PeekExt::do_finally) of any publisher.
    pub fn do_finally<F>(self, f: F) -> Mono<Single<Listened<S, DoFinally<F>>, S::Cardinality>>
    where
        F: FnOnce(Termination) + Send + 'static,
    {
        self.listen(DoFinally::new(f))
    }

    /// Calls `f` when it succeeds: with the element, or with nothing if there is none.
    ///
    /// ```
    /// use reactive_streams_operators::once;
    ///
    /// let answer = once(42).do_on_success(|answer| println!("{answer:?}"));
    /// assert_eq!(answer.block(), Ok(42));
    /// ```
    #[doc(alias = "doOnSuccess")]
    #[doc(alias = "doOnEvent")]
    pub fn do_on_success<F>(self, f: F) -> Mono<Single<Listened<S, DoOnSuccess<F>>, S::Cardinality>>
    where
        F: FnOnce(Option<&S::Item>) + Send + 'static,
    {
        self.listen(DoOnSuccess::new(f))
    }
}
