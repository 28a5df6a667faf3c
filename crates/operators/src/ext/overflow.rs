use std::num::NonZeroUsize;

use reactive_streams::Publisher;

use super::publisher;
use crate::engine::Kept;
use crate::operator::{
    Batch, Conflate, Extrapolate, Hold, Ignore, OnOverflow, Overflow, OverflowObserver,
    OverflowPolicy, OverflowRule,
};

/// Operators for an upstream and a downstream that are not equally fast.
pub trait OverflowExt: Publisher {
    /// Takes whatever comes, and keeps up to `capacity` elements that have not been requested; `policy` says
    /// what becomes of one more.
    ///
    /// [`Overflow`](crate::operator::Overflow) makes policies. Nothing is dropped in silence: what is left
    /// out is counted, or handed to an observer; to ignore it has to be written.
    ///
    /// [`create`](crate::create()), the [sinks](crate::sinks) and a [`channel`](crate::channel()) give back what
    /// they refuse. With this behind them it takes what they have at once, and the policy decides: their own
    /// queue is empty, but for elements of one thread that come while another one delivers.
    ///
    /// How many may wait follows from how long: [`Capacity`](crate::operator::Capacity).
    /// `spec-notes/overload.md` in the repository compares the policies, and says when to choose which.
    ///
    /// # Demand
    ///
    /// Unbounded, at once; with [`Overflow::hold`](crate::operator::Overflow::hold) `capacity` elements, and
    /// three quarters of that (rounded up) whenever so many have been given. An element that is requested is
    /// delivered on the thread that brings it, others on the thread that requests. What is requested leaves
    /// the buffer no more than a quarter of the capacity ahead of the subscriber, and then does not give way any
    /// more.
    ///
    /// # Errors
    ///
    /// An error of the upstream is passed on at once: elements that wait are dropped, and no observer is told
    /// of them, since no policy has left them out. The error of a policy comes after them, and cancels the
    /// upstream. Cancel goes to the upstream at once, and drops what waits.
    /// If an observer or a key panics the stream is over, and the panic unwinds to whoever brought or
    /// requested the element.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::{Overflow, Overflowed};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let capacity = NonZeroUsize::new(4).unwrap();
    /// let policy = Overflow::drop_least(|n: &u32| i64::from(*n))
    ///     .observe(|Overflowed { reason, element }| eprintln!("{element}: {reason:?}"));
    /// let all = range(0..10u32).on_overflow(capacity, policy);
    /// assert_eq!(all.count().block(), Ok(10)); // a sink asks for everything: none has to wait
    /// ```
    #[doc(alias = "on_backpressure_buffer")]
    #[doc(alias = "onBackpressureBuffer")]
    #[doc(alias = "onBackpressureLatest")]
    #[doc(alias = "onBackpressureDrop")]
    #[doc(alias = "onBackpressureError")]
    #[doc(alias = "buffer")]
    fn on_overflow<R, O>(
        self,
        capacity: NonZeroUsize,
        policy: OverflowPolicy<R, O>,
    ) -> OnOverflow<Self, R, O>
    where
        R: OverflowRule<Self::Item, Self::Error>,
        O: OverflowObserver<Self::Item>,
    {
        publisher::<Self::Item, Self::Error, _>(OnOverflow::new(self, capacity, policy))
    }

    /// Requests no more than `prefetch` elements at a time, whatever it is asked for.
    ///
    /// # Demand
    ///
    /// Requests `prefetch` elements at once, and three quarters of that (rounded up) whenever so many have
    /// been given; so many wait at most. As [`on_overflow`](Self::on_overflow) with
    /// [`Overflow::hold`].
    ///
    /// # Errors
    ///
    /// As [`on_overflow`](Self::on_overflow).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let requests = range(0..100).do_on_request(|demand| assert!(demand.get() <= 16));
    /// let limited = requests.limit_rate(NonZeroUsize::new(16).unwrap());
    /// assert_eq!(limited.count().block(), Ok(100));
    /// ```
    #[doc(alias = "limitRate")]
    #[doc(alias = "rebatchRequests")]
    #[doc(alias = "detach")]
    fn limit_rate(self, prefetch: NonZeroUsize) -> OnOverflow<Self, Hold, Ignore> {
        self.on_overflow(prefetch, Overflow::hold())
    }

    /// Makes one of the elements that come while none is requested, with `f`.
    ///
    /// As [`conflate_with_seed`](Self::conflate_with_seed) with the first element itself.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let sums = range(1..5u32).conflate(|sum, n| sum + n); // 1, 2 + 3 + 4 for one that is slow
    /// assert_eq!(sums.fold(0, |all, sum| all + sum).block(), Ok(10));
    /// ```
    #[doc(alias = "onBackpressureReduce")]
    fn conflate<F>(self, f: F) -> Kept<Self, Conflate<fn(Self::Item) -> Self::Item, F>>
    where
        F: FnMut(Self::Item, Self::Item) -> Self::Item + Send + 'static,
    {
        self.conflate_with_seed(std::convert::identity, f)
    }

    /// Makes one value of the elements that come while none is requested: `seed` of the first, and `f` adds
    /// the others.
    ///
    /// # Demand
    ///
    /// Unbounded, at once. One value is kept; a value is given on the thread that brings the element or
    /// requests.
    ///
    /// # Errors
    ///
    /// An error is passed on at once, and the value dropped; a completion comes after it. Cancel goes to the
    /// upstream at once. If a closure panics the stream is over, and the panic unwinds to whoever brought
    /// the element.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let seen = range(0..3).conflate_with_seed(|n| vec![n], |mut all, n| {
    ///     all.push(n);
    ///     all
    /// });
    /// assert_eq!(seen.collect::<Vec<_>>().block().unwrap(), [[0], [1], [2]]);
    /// ```
    #[doc(alias = "conflateWithSeed")]
    fn conflate_with_seed<A, S, F>(self, seed: S, f: F) -> Kept<Self, Conflate<S, F>>
    where
        A: Send + 'static,
        S: FnMut(Self::Item) -> A + Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        publisher::<A, Self::Error, _>(Kept::new(self, Conflate::new(seed, f), None))
    }

    /// Makes one value of up to `max` elements that come while none is requested, and then holds the
    /// upstream back.
    ///
    /// As [`batch_weighted`](Self::batch_weighted), where every element costs one.
    fn batch<A, S, F>(
        self,
        max: NonZeroUsize,
        seed: S,
        f: F,
    ) -> Batch<Self, fn(&Self::Item) -> u64, S, F>
    where
        A: Send + 'static,
        S: FnMut(Self::Item) -> A + Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        self.batch_weighted(max.get() as u64, |_| 1, seed, f)
    }

    /// Makes one value of the elements that come while none is requested, as far as all of them together
    /// cost no more than `max`: `seed` of the first, and `f` adds the others.
    ///
    /// An element that costs more than `max` is a batch by itself.
    ///
    /// # Demand
    ///
    /// Requests one element at a time, as long as there is room for it. So it keeps one value, and one
    /// element that did not fit. While the downstream handles a value, no other is added to.
    ///
    /// # Errors
    ///
    /// As [`conflate_with_seed`](Self::conflate_with_seed).
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::from_iter;
    ///
    /// let lines = from_iter(["select 1;", "select 2;"]);
    /// let cost = |line: &&str| line.len() as u64;
    /// let batches = lines.batch_weighted(1024, cost, String::from, |batch, line| batch + line);
    /// assert_eq!(batches.count().block(), Ok(2)); // a sink has asked for both: none waits for the other
    /// ```
    #[doc(alias = "batchWeighted")]
    fn batch_weighted<A, C, S, F>(self, max: u64, cost: C, seed: S, f: F) -> Batch<Self, C, S, F>
    where
        A: Send + 'static,
        C: FnMut(&Self::Item) -> u64 + Send + 'static,
        S: FnMut(Self::Item) -> A + Send + 'static,
        F: FnMut(A, Self::Item) -> A + Send + 'static,
    {
        publisher::<A, Self::Error, _>(Batch::new(self, max, cost, seed, f))
    }

    /// Gives each element, and after it what `f` makes of it, until there is another one.
    ///
    /// # Demand
    ///
    /// Requests one element at once, and one more when one has been given and another is wanted. Invented
    /// elements are given when they are requested and no other is here. Where `f` gives an endless iterator, ask for a few at a
    /// time: whoever asks for everything at once is given all of it, on the thread that brings the element.
    ///
    /// # Errors
    ///
    /// The end of the upstream comes after its elements, and does not wait for invented ones. An error is
    /// passed on at once. Cancel goes to the upstream at once. If `f` or its iterator panics the stream
    /// is over, and the panic unwinds to whoever brought or requested the element.
    ///
    /// ```
    /// use std::iter::repeat_n;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::once;
    ///
    /// let frames = once("frame").extrapolate(|frame| repeat_n(*frame, 2));
    /// assert!(frames.count().block().unwrap() >= 1); // and up to two more, if the end takes its time
    /// ```
    #[doc(alias = "expand")]
    fn extrapolate<F, I>(self, f: F) -> Extrapolate<Self, F>
    where
        F: FnMut(&Self::Item) -> I + Send + 'static,
        I: IntoIterator<Item = Self::Item, IntoIter: Send + 'static>,
    {
        publisher::<Self::Item, Self::Error, _>(Extrapolate::new(self, f))
    }
}

impl<P: Publisher> OverflowExt for P {}
