use super::{Mono, Single, Solo, mono};
use crate::engine::Listened;
use crate::operator::DoOnSuccess;

impl<S: Solo> Mono<S> {
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
        mono(Listened::new(self.into_flux(), DoOnSuccess::new(f)))
    }
}
