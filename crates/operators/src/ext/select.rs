use reactive_streams::Publisher;

use super::Carries;
use crate::engine::Reduce;
use crate::mono::{AtMostOne, ExactlyOne, Mono};
use crate::operator::{Find, FindMap, IgnoreElements, Last, NotSingle, Nth, Seen, SingleElement};

/// Operators that give one of the elements, or none.
pub trait SelectExt: Publisher {
    /// Gives the element at `index`, if there are so many, and cancels the upstream.
    ///
    /// # Demand
    ///
    /// Requests `index + 1` elements, at the first request, and buffers nothing. Errors and cancel go
    /// straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(10..20).nth(3).block(), Ok(Some(13)));
    /// assert_eq!(range(10..20).nth(30).block(), Ok(None));
    /// ```
    #[doc(alias = "elementAt")]
    #[doc(alias = "elementAtOrError")]
    fn nth(self, index: usize) -> Mono<Reduce<Self, Option<Self::Item>, Nth>> {
        Mono::new(Reduce::new(self, None, Nth::new(index)))
    }

    /// Gives the first element, if there is one, and cancels the upstream.
    ///
    /// Where a stream without an element is a failure, [`single`](Self::single) may follow.
    ///
    /// # Demand
    ///
    /// Requests one element, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{empty, range};
    ///
    /// assert_eq!(range(7..u64::MAX).first().block(), Ok(Some(7)));
    /// assert_eq!(empty::<u8>().first().block(), Ok(None));
    /// ```
    #[doc(alias = "next")]
    #[doc(alias = "firstElement")]
    #[doc(alias = "firstOrError")]
    #[doc(alias = "head")]
    #[doc(alias = "headOption")]
    fn first(self) -> Mono<Reduce<Self, Option<Self::Item>, Nth>> {
        self.nth(0)
    }

    /// Gives the last element, if there is one.
    ///
    /// Where a stream without an element is a failure, [`single`](Self::single) may follow.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..5).last().block(), Ok(Some(4)));
    /// ```
    #[doc(alias = "lastElement")]
    #[doc(alias = "lastOrError")]
    #[doc(alias = "lastOption")]
    fn last(self) -> Mono<Reduce<Self, Option<Self::Item>, Last<AtMostOne>>> {
        Mono::new(Reduce::new(self, None, Last::new()))
    }

    /// Gives the only element; fails if there is none, or a second one.
    ///
    /// # Demand
    ///
    /// Requests two elements, at the first request: a second one is cause enough to cancel the upstream.
    ///
    /// # Errors
    ///
    /// [`NotSingle`], and what the upstream fails with.
    ///
    /// ```
    /// use reactive_streams_operators::operator::NotSingle;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, range};
    ///
    /// let single = |numbers| range(numbers).fallible::<NotSingle>().single().block();
    /// assert_eq!(single(7..8), Ok(7));
    /// assert_eq!(single(7..7), Err(SinkError::Upstream(NotSingle::Empty)));
    /// assert_eq!(single(7..9), Err(SinkError::Upstream(NotSingle::Several)));
    /// ```
    #[doc(alias = "singleOrError")]
    fn single(self) -> Mono<Reduce<Self, Seen<Self::Item>, SingleElement<ExactlyOne>>>
    where
        Self::Error: Carries<NotSingle>,
    {
        Mono::new(Reduce::new(self, Seen::None, SingleElement::new()))
    }

    /// Gives the only element, if there is one; fails if there is a second one.
    ///
    /// # Demand
    ///
    /// As [`single`](Self::single).
    ///
    /// # Errors
    ///
    /// [`NotSingle::Several`], and what the upstream fails with.
    ///
    /// ```
    /// use reactive_streams_operators::operator::NotSingle;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let none = range(7..7).fallible::<NotSingle>().single_or_empty();
    /// assert_eq!(none.block(), Ok(None));
    /// ```
    #[doc(alias = "singleElement")]
    #[doc(alias = "singleOptional")]
    fn single_or_empty(self) -> Mono<Reduce<Self, Seen<Self::Item>, SingleElement<AtMostOne>>>
    where
        Self::Error: Carries<NotSingle>,
    {
        Mono::new(Reduce::new(self, Seen::None, SingleElement::new()))
    }

    /// Gives the first element for which `predicate` holds, if there is one, and cancels the upstream.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(10..20).find(|n| n % 7 == 0).block(), Ok(Some(14)));
    /// ```
    fn find<F>(self, predicate: F) -> Mono<Reduce<Self, Option<Self::Item>, Find<F>>>
    where
        F: FnMut(&Self::Item) -> bool + Send + 'static,
    {
        Mono::new(Reduce::new(self, None, Find::new(predicate)))
    }

    /// Gives the first thing that `f` makes of an element, if there is one, and cancels the upstream.
    ///
    /// # Demand
    ///
    /// As [`find`](Self::find).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let number = from_iter(["a", "7", "8"]).find_map(|word| word.parse().ok());
    /// assert_eq!(number.block(), Ok(Some(7)));
    /// ```
    #[doc(alias = "collectFirst")]
    fn find_map<U, F>(self, f: F) -> Mono<Reduce<Self, Option<U>, FindMap<F>>>
    where
        U: Send + 'static,
        F: FnMut(Self::Item) -> Option<U> + Send + 'static,
    {
        Mono::new(Reduce::new(self, None, FindMap::new(f)))
    }

    /// Drops all elements, and ends as the upstream does.
    ///
    /// # Demand
    ///
    /// Unbounded, at the first request. Errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..5).ignore_elements().block(), Ok(None));
    /// ```
    #[doc(alias = "ignoreElement")]
    #[doc(alias = "ignore")]
    fn ignore_elements(self) -> Mono<Reduce<Self, (), IgnoreElements>> {
        Mono::new(Reduce::new(self, (), IgnoreElements))
    }
}

impl<P: Publisher> SelectExt for P {}
