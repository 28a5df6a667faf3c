use reactive_streams::{Demand, Publisher};

use super::publisher;
use crate::engine::{Listened, Listener};
use crate::operator::{
    DoAfterTerminate, DoFinally, DoFirst, DoOnCancel, DoOnComplete, DoOnEach, DoOnFirst,
    DoOnRequest, DoOnSubscribe, DoOnTerminate, Inspect, InspectErr, Notification, Termination,
    TerminationFuture, watch,
};

/// Operators that look at the signals as they go by, and change nothing.
///
/// All of them are synchronous and request what they are asked for. What a closure sees, it sees before
/// whoever the signal is for, unless its method says otherwise. If it panics, the stream is over
/// (§2.13). A closure that is called once at most is `FnOnce`; each clone of the publisher has its own.
pub trait PeekExt: Publisher {
    /// Calls `f` with each element.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sum = range(0..3).inspect(|n| println!("got {n}")).fold(0, |sum, n| sum + n).block();
    /// assert_eq!(sum.unwrap(), 3);
    /// ```
    #[doc(alias = "doOnNext")]
    #[doc(alias = "doAfterNext")]
    #[doc(alias = "wireTap")]
    fn inspect<F>(self, f: F) -> Listened<Self, Inspect<F>>
    where
        F: FnMut(&Self::Item) + Send + 'static,
    {
        self.listen(Inspect::new(f))
    }

    /// Calls `f` with the error, if the upstream fails.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::error;
    ///
    /// let failed = error::<u8, _>("broken").inspect_err(|error| eprintln!("failed: {error}"));
    /// assert!(failed.collect::<Vec<_>>().block().is_err());
    /// ```
    #[doc(alias = "doOnError")]
    fn inspect_err<F>(self, f: F) -> Listened<Self, InspectErr<F>>
    where
        F: FnOnce(&Self::Error) + Send + 'static,
    {
        self.listen(InspectErr::new(f))
    }

    /// Calls `f` when the upstream completes.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_complete(|| println!("that was all")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnComplete")]
    fn do_on_complete<F>(self, f: F) -> Listened<Self, DoOnComplete<F>>
    where
        F: FnOnce() + Send + 'static,
    {
        self.listen(DoOnComplete::new(f))
    }

    /// Calls `f` when the upstream completes or fails.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_terminate(|| println!("over")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnTerminate")]
    fn do_on_terminate<F>(self, f: F) -> Listened<Self, DoOnTerminate<F>>
    where
        F: FnOnce() + Send + 'static,
    {
        self.listen(DoOnTerminate::new(f))
    }

    /// Calls `f` after the downstream has got completion or the error.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_after_terminate(|| println!("over")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doAfterTerminate")]
    #[doc(alias = "doAfterSuccess")]
    fn do_after_terminate<F>(self, f: F) -> Listened<Self, DoAfterTerminate<F>>
    where
        F: FnOnce() + Send + 'static,
    {
        self.listen(DoAfterTerminate::new(f))
    }

    /// Calls `f` once, when the stream is over, whatever has ended it.
    ///
    /// That is after the downstream has got its terminal signal, after the upstream has been cancelled,
    /// or when the subscriber is dropped without either: because of a panic, or by an upstream that
    /// broke §1.4. A publisher that is never subscribed calls nothing. If `f` panics while it is called
    /// because of a panic, the process aborts, as with any `Drop`.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::operator::Termination;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let some = range(0..9).do_finally(|end| assert_eq!(end, Termination::Cancel)).take(2);
    /// assert_eq!(some.collect::<Vec<_>>().block().unwrap(), [0, 1]);
    /// ```
    #[doc(alias = "doFinally")]
    fn do_finally<F>(self, f: F) -> Listened<Self, DoFinally<F>>
    where
        F: FnOnce(Termination) + Send + 'static,
    {
        self.listen(DoFinally::new(f))
    }

    /// Calls `f` when the upstream has been subscribed, before the downstream gets the subscription.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_subscribe(|| println!("connected")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnSubscribe")]
    #[doc(alias = "doOnLifecycle")]
    fn do_on_subscribe<F>(self, f: F) -> Listened<Self, DoOnSubscribe<F>>
    where
        F: FnOnce() + Send + 'static,
    {
        self.listen(DoOnSubscribe::new(f))
    }

    /// Calls `f` when it is subscribed, before the upstream is.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion. If `f` panics, the panic unwinds to whoever subscribes.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_first(|| println!("off we go")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doFirst")]
    fn do_first<F>(self, f: F) -> DoFirst<Self, F>
    where
        F: FnOnce() + Send + 'static,
    {
        publisher::<Self::Item, Self::Error, _>(DoFirst::new(self, f))
    }

    /// Calls `f` with each request, before the upstream gets it.
    ///
    /// It is called on the thread that requests; on several at a time, if the downstream is one that
    /// breaks §2.7.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_request(|demand| println!("{demand} more")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnRequest")]
    fn do_on_request<F>(self, f: F) -> Listened<Self, DoOnRequest<F>>
    where
        F: Fn(Demand) + Send + Sync + 'static,
    {
        self.listen(DoOnRequest::new(f))
    }

    /// Calls `f` when the downstream cancels, before the upstream learns of it.
    ///
    /// A cancel that comes after the stream has ended has no effect, and is not seen.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let some = range(0..9).do_on_cancel(|| println!("enough")).take(2).collect::<Vec<_>>();
    /// assert_eq!(some.block().unwrap(), [0, 1]);
    /// ```
    #[doc(alias = "doOnCancel")]
    #[doc(alias = "doOnDispose")]
    fn do_on_cancel<F>(self, f: F) -> Listened<Self, DoOnCancel<F>>
    where
        F: FnOnce() + Send + 'static,
    {
        self.listen(DoOnCancel::new(f))
    }

    /// Calls `f` with each signal of the upstream.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_each(|signal| println!("{signal:?}")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnEach")]
    fn do_on_each<F>(self, f: F) -> Listened<Self, DoOnEach<F>>
    where
        F: FnMut(Notification<&Self::Item, &Self::Error>) + Send + 'static,
    {
        self.listen(DoOnEach::new(f))
    }

    /// Calls `f` with the first element.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let all = range(0..3).do_on_first(|n| println!("begins with {n}")).collect::<Vec<_>>();
    /// assert_eq!(all.block().unwrap(), [0, 1, 2]);
    /// ```
    #[doc(alias = "doOnFirst")]
    fn do_on_first<F>(self, f: F) -> Listened<Self, DoOnFirst<F>>
    where
        F: FnOnce(&Self::Item) + Send + 'static,
    {
        self.listen(DoOnFirst::new(f))
    }

    /// The publisher, and a future of how its stream will have ended.
    ///
    /// The future says what [`do_finally`](Self::do_finally) says, and
    /// [`Abandoned`](Termination::Abandoned) of a publisher that has been dropped unsubscribed. It may be
    /// dropped.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). Ends fusion.
    ///
    /// ```
    /// use reactive_streams_operators::operator::Termination;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let (numbers, end) = range(0..3).watch_termination();
    /// assert_eq!(numbers.fold(0, |sum, n| sum + n).await, Ok(3));
    /// assert_eq!(end.await, Termination::Complete);
    /// # }
    /// ```
    #[doc(alias = "watchTermination")]
    fn watch_termination(
        self,
    ) -> (Listened<Self, DoFinally<Box<dyn FnOnce(Termination) + Send>>>, TerminationFuture) {
        let (report, future) = watch();
        (self.do_finally(report), future)
    }

    /// Has a [`Listener`] of your own see all signals.
    ///
    /// # Demand
    ///
    /// As [`inspect`](Self::inspect). An example is at [`Listener`].
    #[doc(alias = "tap")]
    fn listen<L>(self, listener: L) -> Listened<Self, L>
    where
        L: Listener<Self::Item, Self::Error>,
    {
        publisher::<Self::Item, Self::Error, _>(Listened::new(self, listener))
    }
}

impl<P: Publisher> PeekExt for P {}
