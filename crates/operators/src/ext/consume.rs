use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use crate::engine::Reduce;
use crate::mono::Mono;
use crate::sink::{
    BlockingIter, Collect, Disposable, Fold, ForEach, IntoStream, SinkError, SubscribeFn,
};

/// Sinks: where a chain ends.
pub trait ConsumeExt: Publisher {
    /// Calls `f` with each element.
    ///
    /// # Demand
    ///
    /// Unbounded, at once: `f` is the brake, for an upstream that runs on this thread. To bound what is
    /// under way from another thread, put [`publish_on`](super::ScheduleExt::publish_on) before it.
    ///
    /// # Errors
    ///
    /// [`SinkError`](crate::SinkError) says how it may fail. If `f` panics the upstream is cancelled,
    /// and whoever waits gets the panic. Dropping the future or the outcome cancels.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// range(0..3).for_each(|n| println!("{n}")).block().unwrap();
    /// ```
    #[doc(alias = "subscribe")]
    #[doc(alias = "foreach")]
    #[doc(alias = "forEachWhile")]
    #[doc(alias = "runForeach")]
    fn for_each<F>(self, f: F) -> Mono<Reduce<Self, (), ForEach<F>>>
    where
        F: FnMut(Self::Item) + Send + 'static,
    {
        Mono::new(Reduce::new(self, (), ForEach::new(f)))
    }

    /// Starts now, calls `on_next` with each element and `on_end` at the end.
    ///
    /// For streams that run on by themselves; whoever waits for the end uses
    /// [`for_each`](Self::for_each).
    ///
    /// # Demand
    ///
    /// Unbounded, at once, as [`for_each`](Self::for_each). A
    /// [`BaseSubscriber`](crate::sink::BaseSubscriber) says itself what it requests.
    ///
    /// # Errors
    ///
    /// `on_end` gets what [`SinkError`] says. It is not called if the stream is cancelled, as it is
    /// when the handle is disposed of or dropped, and not if a function panics: then the stream is
    /// over, and the panic unwinds to whoever caused the signal.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let stream = range(0..3).subscribe_fn(|n| println!("{n}"), |end| println!("{end:?}"));
    /// assert!(stream.is_disposed()); // it has run on this thread
    /// ```
    #[doc(alias = "subscribe")]
    #[doc(alias = "forEach")]
    #[doc(alias = "run")]
    #[doc(alias = "runForeach")]
    #[doc(alias = "foreach")]
    #[doc(alias = "to")]
    fn subscribe_fn<F, G>(self, on_next: F, on_end: G) -> Disposable
    where
        F: FnMut(Self::Item) + Send + 'static,
        G: FnOnce(Result<(), SinkError<Self::Error>>) + Send + 'static,
    {
        self.drive(SubscribeFn::new(on_next, on_end))
    }

    /// Makes one value of all elements, beginning with `init`.
    ///
    /// # Demand
    ///
    /// Unbounded, at once, as [`for_each`](Self::for_each).
    ///
    /// # Errors
    ///
    /// As [`for_each`](Self::for_each).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let product = range(1..6).fold(1, |product, n| product * n).block();
    /// assert_eq!(product.unwrap(), 120);
    /// ```
    #[doc(alias = "reduce")]
    #[doc(alias = "reduceWith")]
    #[doc(alias = "runFold")]
    fn fold<A, F>(self, init: A, f: F) -> Mono<Reduce<Self, A, Fold<F>>>
    where
        A: Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        Mono::new(Reduce::new(self, init, Fold::new(f)))
    }

    /// Collects the elements.
    ///
    /// # Demand
    ///
    /// Unbounded, at once, as [`for_each`](Self::for_each). The collection grows with the stream; put
    /// [`take`](super::FilterExt::take) before it where that has to end.
    ///
    /// # Errors
    ///
    /// As [`for_each`](Self::for_each).
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let letters = from_iter("abracadabra".chars()).collect::<BTreeSet<_>>().block().unwrap();
    /// assert_eq!(String::from_iter(letters), "abcdr");
    /// ```
    #[doc(alias = "collectList")]
    #[doc(alias = "toList")]
    #[doc(alias = "seq")]
    #[doc(alias = "collection")]
    fn collect<C>(self) -> Mono<Reduce<Self, C, Collect>>
    where
        C: Default + Extend<Self::Item> + Send + 'static,
    {
        Mono::new(Reduce::new(self, C::default(), Collect))
    }

    /// The elements as a [`Stream`](futures_core::Stream) of results, an error being the last item.
    ///
    /// # Demand
    ///
    /// The publisher is subscribed by the first poll. Requests `prefetch` elements then, and three
    /// quarters of that (rounded up) whenever so many have been read. Up to `prefetch` elements wait,
    /// and an error comes after them. A synchronous chain from an iterator is run as the stream is
    /// read, and nothing waits.
    ///
    /// # Errors
    ///
    /// The last item is an error as [`SinkError`](crate::SinkError) says. Dropping the stream cancels.
    ///
    /// ```
    /// # use std::{pin::pin, task::{Context, Poll, Waker}};
    /// use futures_core::Stream;
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let mut stream = pin!(range(0..2).into_stream(NonZeroUsize::new(16).unwrap()));
    /// # let mut cx = Context::from_waker(Waker::noop());
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(Some(Ok(0))));
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(Some(Ok(1))));
    /// assert_eq!(stream.as_mut().poll_next(&mut cx), Poll::Ready(None));
    /// ```
    #[doc(alias = "toStream")]
    #[doc(alias = "toIterable")]
    fn into_stream(self, prefetch: NonZeroUsize) -> IntoStream<Self> {
        IntoStream::new(self, prefetch)
    }

    /// The elements as an iterator of results, an error being the last item. It blocks this thread until
    /// there is one.
    ///
    /// For one that shall see only what is recent, put
    /// [`on_overflow`](super::OverflowExt::on_overflow) with
    /// [`Overflow::keep_latest`](crate::operator::Overflow::keep_latest) before it.
    ///
    /// # Demand
    ///
    /// As [`into_stream`](Self::into_stream): the publisher is subscribed by the first `next`.
    ///
    /// # Errors
    ///
    /// As [`into_stream`](Self::into_stream). Dropping the iterator cancels.
    ///
    /// # Panics
    ///
    /// With the feature `tokio` `next` does, when it would have to wait on a thread that runs tasks of a
    /// tokio runtime, as [`Outcome::block`](crate::Outcome::block).
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::num::NonZeroUsize;
    /// use std::thread;
    /// use reactive_streams_operators::channel;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let (sender, orders) = channel::<u32, Infallible>(NonZeroUsize::MIN);
    /// let shop = thread::spawn(move || (0..3).try_for_each(|order| sender.send_blocking(order)));
    /// for order in orders.blocking_iter(NonZeroUsize::new(16).unwrap()) {
    ///     println!("order {}", order.unwrap());
    /// }
    /// shop.join().unwrap().unwrap();
    /// ```
    #[doc(alias = "toIterable")]
    #[doc(alias = "toStream")]
    #[doc(alias = "blockingIterable")]
    #[doc(alias = "blockingStream")]
    #[doc(alias = "blockingLatest")]
    #[doc(alias = "blockingMostRecent")]
    #[doc(alias = "blockingNext")]
    #[doc(alias = "asJavaStream")]
    #[doc(alias = "block_on_stream")]
    fn blocking_iter(self, prefetch: NonZeroUsize) -> BlockingIter<Self> {
        BlockingIter::new(self.into_stream(prefetch))
    }
}

impl<P: Publisher> ConsumeExt for P {}
