//! Hand-driven publishers: elements are pushed in from outside, and whoever pushes learns what became
//! of them.
//!
//! Every sink comes as a pair: the sink, which is cloned and shared among those who emit, and the
//! publisher of what is emitted. Nothing is lost in silence: an element that is not taken comes back in
//! an [`EmitError`].
//!
//! | sink | subscribers | an element that finds no demand |
//! |---|---|---|
//! | [`unicast`](Many::unicast) | one | waits in a bounded queue |
//! | [`multicast`](Many::multicast), [buffered](Multicast::on_backpressure_buffer) | many | waits in a bounded queue, until the slowest has asked |
//! | [`multicast`](Many::multicast), [best effort](Multicast::direct_best_effort) | many | goes to those who have asked |
//! | [`multicast`](Many::multicast), [all or nothing](Multicast::direct_all_or_nothing) | many | comes back |
//! | [`replay`](Many::replay) | many, whenever they come | is kept, until the slowest has asked |
//! | [`one`](Sinks::one), [`empty`](Sinks::empty) | many, whenever they come | is kept for them |
//!
//! ```
//! use std::convert::Infallible;
//! use std::num::NonZeroUsize;
//! use reactive_streams_operators::Sinks;
//! use reactive_streams_operators::prelude::*;
//!
//! let capacity = NonZeroUsize::new(8).unwrap();
//! let (sink, prices) = Sinks::many().multicast().on_backpressure_buffer::<u32, Infallible>(capacity);
//! let sum = prices.clone().fold(0, |sum, n| sum + n).start();
//! let all = prices.collect::<Vec<_>>().start();
//! sink.try_emit_next(3).unwrap();
//! sink.try_emit_next(4).unwrap();
//! sink.try_emit_complete().unwrap();
//! assert_eq!(sum.block(), Ok(7));
//! assert_eq!(all.block(), Ok(vec![3, 4]));
//! ```

//!
//! # Overflow
//!
//! Who would rather have a policy decide than be given an element back puts
//! [`on_overflow`](crate::ext::OverflowExt::on_overflow) behind the publisher. Behind one that has many
//! subscribers each has a buffer of its own: who is slow keeps nobody waiting, and loses only its own elements.
//!
//! ```
//! use std::convert::Infallible;
//! use std::num::NonZeroUsize;
//! use reactive_streams_operators::Sinks;
//! use reactive_streams_operators::operator::{Overflow, Reason};
//! use reactive_streams_operators::prelude::*;
//! use reactive_streams_operators::scheduler::DeterministicScheduler;
//!
//! let consumer = DeterministicScheduler::new(1); // which is busy until it is run
//! let (sink, prices) = Sinks::many().unicast::<u32, Infallible>(NonZeroUsize::MIN);
//! let policy = Overflow::keep_latest();
//! let dropped = policy.dropped();
//! let latest = prices.on_overflow(NonZeroUsize::MIN, policy);
//! let mut shown = latest.publish_on(&consumer, NonZeroUsize::MIN).collect::<Vec<_>>().start();
//! (0..10).for_each(|price| sink.try_emit_next(price).unwrap());
//! sink.try_emit_complete().unwrap();
//! consumer.run_until_idle();
//! assert_eq!(shown.try_take().unwrap().unwrap(), [0, 9]);
//! assert_eq!(dropped.by(Reason::Superseded), 8);
//! ```
//!
//! Without one, elements that one thread emits while another one delivers wait in the queue of the sink.

mod error;
mod multicast;
mod one;
mod replay;
mod unicast;

use std::num::NonZeroUsize;

pub use error::EmitError;
pub use multicast::{Multicast, MulticastPublisher, MulticastSink};
pub use one::{EmptySink, OnePublisher, OneSink};
pub use replay::{ReplayPublisher, ReplaySink};
pub(crate) use unicast::Input;
pub use unicast::UnicastSink;

use crate::source::ChannelPublisher;

/// Where hand-driven publishers are made; the [module](self) says which there are.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Sinks;

impl Sinks {
    /// A sink of any number of elements.
    pub fn many() -> Many {
        Many(())
    }
}

/// What [`Sinks::many`] gives the choice of.
#[derive(Debug, Clone, Copy)]
#[must_use = "choose one of its methods"]
pub struct Many(());

impl Many {
    /// A sink with one subscriber.
    ///
    /// # Demand
    ///
    /// Elements are given when they have been requested; until then, and before there is a subscriber,
    /// up to `capacity` of them wait. One more is refused as [`EmitError::Overflow`]. Elements are
    /// delivered on the thread that emits or requests, one after another.
    ///
    /// When the last clone of the sink is dropped, the publisher completes. Cancelling, or dropping the
    /// publisher, drops what waits; from then on elements are refused as [`EmitError::Cancelled`].
    /// Those who would rather wait than be refused take a [`channel`](crate::channel).
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::Sinks;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::sinks::EmitError;
    ///
    /// let (sink, numbers) = Sinks::many().unicast::<u32, String>(NonZeroUsize::MIN);
    /// sink.try_emit_next(1).unwrap();
    /// assert_eq!(sink.try_emit_next(2), Err(EmitError::Overflow(2)));
    /// sink.try_emit_complete().unwrap();
    /// assert_eq!(numbers.collect::<Vec<_>>().block(), Ok(vec![1]));
    /// ```
    #[doc(alias = "UnicastProcessor")]
    #[doc(alias = "UnicastSubject")]
    #[doc(alias = "onBackpressureError")]
    #[doc(alias = "onBackpressureBuffer")]
    pub fn unicast<T, E>(
        self,
        capacity: NonZeroUsize,
    ) -> (UnicastSink<T, E>, ChannelPublisher<T, E>)
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        unicast::unicast(capacity)
    }

    /// A sink with any number of subscribers, who get what is emitted from then on.
    ///
    /// The methods of [`Multicast`] say what becomes of elements that not all of them have asked for.
    #[doc(alias = "PublishProcessor")]
    #[doc(alias = "MulticastProcessor")]
    #[doc(alias = "PublishSubject")]
    pub fn multicast(self) -> Multicast {
        Multicast::new()
    }

    /// A sink with any number of subscribers, who begin with the last `limit` elements.
    ///
    /// # Demand
    ///
    /// Each subscriber has its own place in the stream, and gets elements when it has requested them. An
    /// element is refused as [`EmitError::Overflow`] when one of them has `limit` elements before it that
    /// it has not asked for: the slowest decides, and nobody misses anything. While there is no subscriber
    /// the oldest element gives way to the newest. Elements are delivered on the thread that emits or
    /// requests.
    ///
    /// With a limit of one it keeps the latest; for a default, emit that first.
    ///
    /// A subscriber that cancels or panics leaves the others alone. Who comes after the end gets what is
    /// kept, and the end. When the last clone of the sink is dropped, the stream completes.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::Sinks;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let (sink, prices) = Sinks::many().replay::<u32, String>(NonZeroUsize::new(2).unwrap());
    /// for price in [3, 4, 5] {
    ///     sink.try_emit_next(price).unwrap();
    /// }
    /// sink.try_emit_complete().unwrap();
    /// assert_eq!(prices.clone().collect::<Vec<_>>().block(), Ok(vec![4, 5]));
    /// assert_eq!(prices.collect::<Vec<_>>().block(), Ok(vec![4, 5]));
    /// ```
    #[doc(alias = "ReplayProcessor")]
    #[doc(alias = "BehaviorProcessor")]
    #[doc(alias = "ReplaySubject")]
    #[doc(alias = "BehaviorSubject")]
    #[doc(alias = "limit")]
    #[doc(alias = "latest")]
    #[doc(alias = "latestOrDefault")]
    #[doc(alias = "all")]
    pub fn replay<T, E>(self, limit: NonZeroUsize) -> (ReplaySink<T, E>, ReplayPublisher<T, E>)
    where
        T: Clone + Send + Sync + 'static,
        E: Clone + Send + 'static,
    {
        replay::replay(limit)
    }
}
