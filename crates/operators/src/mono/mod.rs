//! Publishers of at most one element.

mod cardinality;
mod fallback;
mod flat_map;
mod flat_map_many;
mod future;
mod operators;
mod peek;
mod sequel;
mod share;
mod single;
mod then;
mod then_many;
mod time;
mod zip;

use reactive_streams::{Driver, Publisher, Subscriber};

pub use cardinality::{AtMostOne, Cardinality, ExactlyOne};
pub use flat_map::FlatMap;
pub use flat_map_many::FlatMapMany;
pub use future::MonoFuture;
pub use operators::{Both, BoxMono};
pub use single::{Return, Single};
pub use then::Then;
pub use then_many::ThenMany;

use crate::engine::{Reduce, Reducer};
use crate::operator::Last;
use crate::sink::{Outcome, ReduceDriver, SinkError};

/// A publisher of at most one element, which can be awaited.
///
/// What gives one value gives a `Mono`: [`once`](crate::once), [`fold`](crate::ext::ConsumeExt::fold),
/// [`first`](crate::ext::SelectExt::first), and so on. It is a publisher like any other, so every
/// operator applies; those that keep it a `Mono` are methods of its own. Awaited or blocked on, it gives
/// its element, or an `Option` where there may be [none](AtMostOne).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{once, range};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(once(6).map(|n| n * 7).await, Ok(42));
/// assert_eq!(range(0..5).fold(0, |sum, n| sum + n).await, Ok(10));
/// assert_eq!(once(6).filter(|n| n % 2 == 1).await, Ok(None));
/// # }
/// ```
#[doc(alias = "Single")]
#[doc(alias = "Maybe")]
#[derive(Debug, Clone)]
#[must_use = "a mono does nothing unless awaited, blocked on, started or subscribed"]
pub struct Mono<S>(S);

/// What a [`Mono`] consists of: a publisher of at most one element.
pub trait Solo: Publisher {
    /// Whether there may be none.
    type Cardinality: Cardinality;

    /// Starts now, and gives the handle to whatever comes out.
    fn start(self) -> Outcome<Value<Self>, Self::Error> {
        self.drive(ReduceDriver::new(None, Last::<Self::Cardinality>::new()))
    }
}

/// The element of a publisher that is an iterator.
fn the_element<S: Solo>(solo: S) -> Option<S::Item> {
    solo.drive(TheElement)
}

struct TheElement;

impl<T, E> Driver<T, E> for TheElement {
    type Output = Option<T>;
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, _publisher: P) -> Option<T> {
        unreachable!("a publisher that says `IS_ITERATOR` hands over an iterator")
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, mut iterator: I) -> Option<T> {
        iterator.next()
    }
}

/// What awaiting a [`Mono`] gives.
pub type Value<S> = <<S as Solo>::Cardinality as Cardinality>::Of<<S as Publisher>::Item>;

/// A [`Mono`] of any publisher that gives as many elements as `C` says.
pub(crate) fn mono<P: Publisher, C: Cardinality>(publisher: P) -> Mono<Single<P, C>> {
    Mono(Single::new(publisher))
}

impl<S> Mono<S> {
    pub(crate) fn new(solo: S) -> Self {
        Self(solo)
    }

    /// The publisher, as one that may give any number of elements.
    #[doc(alias = "flux")]
    #[doc(alias = "toObservable")]
    #[doc(alias = "toMaybe")]
    #[doc(alias = "toSingle")]
    #[doc(alias = "toSingleDefault")]
    #[doc(alias = "toFlowable")]
    pub fn into_flux(self) -> S {
        self.0
    }
}

impl<S: Solo> Mono<S> {
    /// Starts now, and gives the handle to whatever comes out.
    ///
    /// # Panics
    ///
    /// With a panic of user code in the chain, if the chain runs on this thread.
    #[doc(alias = "toFuture")]
    #[doc(alias = "firstStage")]
    #[doc(alias = "firstOrErrorStage")]
    #[doc(alias = "lastStage")]
    #[doc(alias = "lastOrErrorStage")]
    #[doc(alias = "singleStage")]
    #[doc(alias = "singleOrErrorStage")]
    #[doc(alias = "toCompletionStage")]
    #[doc(alias = "runWith")]
    #[doc(alias = "head")]
    pub fn start(self) -> Outcome<Value<S>, S::Error> {
        self.0.start()
    }

    /// Starts now, and waits on this thread.
    ///
    /// # Errors
    ///
    /// As [`SinkError`] says.
    ///
    /// # Panics
    ///
    /// With a panic of user code in the sink, or in the chain if that runs on this thread.
    ///
    /// With the feature `tokio` also when it would have to wait on a thread that runs tasks of a tokio
    /// runtime: await it there. (Threads of `spawn_blocking` may wait.)
    #[doc(alias = "blockFirst")]
    #[doc(alias = "blockLast")]
    #[doc(alias = "blockOptional")]
    #[doc(alias = "blockingFirst")]
    #[doc(alias = "blockingLast")]
    #[doc(alias = "blockingSingle")]
    #[doc(alias = "blockingGet")]
    #[doc(alias = "blockingAwait")]
    #[doc(alias = "blockingForEach")]
    #[doc(alias = "blockingSubscribe")]
    #[track_caller]
    pub fn block(self) -> Result<Value<S>, SinkError<S::Error>> {
        self.start().block()
    }
}

impl<S: Solo> Publisher for Mono<S> {
    type Item = S::Item;
    type Error = S::Error;
    const IS_ITERATOR: bool = S::IS_ITERATOR;
    const IS_PROMPT: bool = S::IS_PROMPT;

    fn subscribe<D: Subscriber<S::Item, S::Error>>(self, subscriber: D) {
        self.0.subscribe(subscriber);
    }

    fn drive<D: Driver<S::Item, S::Error>>(self, driver: D) -> D::Output {
        self.0.drive(driver)
    }
}

impl<P, A, R> Solo for Reduce<P, A, R>
where
    P: Publisher,
    A: Send + 'static,
    R: Reducer<A, P::Item, P::Error>,
{
    type Cardinality = R::Cardinality;

    /// Without a subscription in between: the panic of a reducer is for whoever waits.
    fn start(self) -> Outcome<Value<Self>, P::Error> {
        let (upstream, init, reducer) = self.into_parts();
        upstream.drive(ReduceDriver::new(init, reducer))
    }
}

impl<S: Solo> Solo for Mono<S> {
    type Cardinality = S::Cardinality;

    fn start(self) -> Outcome<Value<S>, S::Error> {
        self.0.start()
    }
}
