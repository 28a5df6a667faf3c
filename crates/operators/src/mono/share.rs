use super::{Mono, Single, Solo, mono};
use crate::ext::ShareExt;
use crate::operator::{CacheInvalidateIf, Replay};

/// What several may have.
impl<S: Solo> Mono<S> {
    /// As [`cache`](crate::ext::ShareExt::cache) of any publisher.
    ///
    /// ```
    /// use reactive_streams_operators::from_callable;
    ///
    /// let answer = from_callable(|| { println!("once"); 42 }).cache();
    /// assert_eq!(answer.clone().block(), Ok(42));
    /// assert_eq!(answer.block(), Ok(42));
    /// ```
    pub fn cache(self) -> Mono<Single<Replay<S>, S::Cardinality>>
    where
        S::Item: Clone + Sync,
        S::Error: Clone,
    {
        mono(self.into_flux().cache())
    }

    /// As [`cache`](Self::cache) until `invalid` says so of the element: who subscribes then has a clone of
    /// this mono subscribed anew, and its element cached. So it is after an error.
    ///
    /// `invalid` is asked at each subscription. What is to be invalidated by a signal, and not by its value,
    /// can look at a flag that the signal sets.
    ///
    /// # Panics
    ///
    /// A panic of `invalid` unwinds to whoever subscribes, and leaves the cache as it is.
    ///
    /// ```
    /// use reactive_streams_operators::from_callable;
    ///
    /// let mut tickets = 0..;
    /// let ticket = from_callable(move || tickets.next().unwrap());
    /// let even = ticket.cache_invalidate_if(|ticket| ticket % 2 == 1);
    /// assert_eq!(even.clone().block(), Ok(0));
    /// assert_eq!(even.block(), Ok(0));
    /// ```
    #[doc(alias = "cacheInvalidateIf")]
    #[doc(alias = "cacheInvalidateWhen")]
    pub fn cache_invalidate_if<F>(
        self,
        invalid: F,
    ) -> Mono<Single<CacheInvalidateIf<S, F>, S::Cardinality>>
    where
        S: Clone,
        S::Item: Clone + Sync,
        S::Error: Clone,
        F: Fn(&S::Item) -> bool + Send + Sync + 'static,
    {
        mono(CacheInvalidateIf::new(self.into_flux(), invalid))
    }
}
