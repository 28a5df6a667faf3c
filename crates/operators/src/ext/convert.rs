use reactive_streams::Publisher;

use super::{SelectExt, publisher};
use crate::engine::{Pass, Reduce, Stage};
use crate::mono::Mono;
use crate::operator::{BoxPublisher, CloneBoxPublisher, Hide, Nth};

/// Conversions from one form of a publisher to another.
pub trait ConvertExt: Publisher {
    /// Has the elements go through a [`Stage`] of your own.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for, and one more for each element that the stage skips, unless the
    /// upstream sees from [`try_on_next`](reactive_streams::Subscriber::try_on_next) that it may send
    /// another. Synchronous; errors and cancel go straight through. When the stage ends the stream, the
    /// upstream is cancelled. An example is at [`Stage`].
    #[doc(alias = "liftPublisher")]
    #[doc(alias = "fromGraph")]
    fn lift<G>(self, stage: G) -> Pass<Self, G>
    where
        G: Stage<Self::Item, Self::Error>,
    {
        publisher::<G::Item, Self::Error, _>(Pass::new(self, stage))
    }

    /// The same publisher behind a type that says only what it gives.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous. Ends fusion.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{BoxPublisher, empty, range};
    ///
    /// fn countdown(from: u32) -> BoxPublisher<u32, Infallible> {
    ///     if from == 0 { empty().boxed() } else { range(0..from).map(move |n| from - n).boxed() }
    /// }
    ///
    /// assert_eq!(countdown(3).collect::<Vec<_>>().block().unwrap(), [3, 2, 1]);
    /// ```
    fn boxed(self) -> BoxPublisher<Self::Item, Self::Error> {
        publisher::<Self::Item, Self::Error, _>(BoxPublisher::new(self))
    }

    /// As [`boxed`](Self::boxed), of publishers that can be subscribed again: the result is `Clone`.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous. Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let numbers = range(0..3).boxed_clone();
    /// assert_eq!(numbers.clone().sum::<u32>().block(), Ok(3));
    /// assert_eq!(numbers.count().block(), Ok(3));
    /// ```
    fn boxed_clone(self) -> CloneBoxPublisher<Self::Item, Self::Error>
    where
        Self: Clone,
    {
        publisher::<Self::Item, Self::Error, _>(CloneBoxPublisher::new(self))
    }

    /// The first element, as a [`Mono`]: another name for [`first`](super::SelectExt::first).
    ///
    /// The way back is [`into_flux`](Mono::into_flux).
    ///
    /// # Demand
    ///
    /// Requests one element, at the first request, and then cancels the upstream.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(7..9).into_mono().block(), Ok(Some(7)));
    /// ```
    #[doc(alias = "next")]
    #[doc(alias = "from")]
    #[doc(alias = "fromCompletable")]
    #[doc(alias = "fromMaybe")]
    #[doc(alias = "fromSingle")]
    #[doc(alias = "fromObservable")]
    #[doc(alias = "wrap")]
    fn into_mono(self) -> Mono<Reduce<Self, Option<Self::Item>, Nth>> {
        self.first()
    }

    /// The same publisher, which what follows is to subscribe and not to fuse with.
    ///
    /// For tests and benchmarks.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..3).hide().collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "onTerminateDetach")]
    fn hide(self) -> Hide<Self> {
        publisher::<Self::Item, Self::Error, _>(Hide::new(self))
    }
}

impl<P: Publisher> ConvertExt for P {}
