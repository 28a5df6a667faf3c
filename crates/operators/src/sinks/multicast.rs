use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::EmitError;
use super::unicast::Input;
use crate::engine::{Drain, Hub, Spread, WhenLeft};
use crate::source::channel::Receiver;
use crate::sync::{AtomicU64, Ordering};

/// What [`Many::multicast`](super::Many::multicast) gives the choice of: what becomes of elements that
/// not all subscribers have asked for.
///
/// In each of them an element is delivered on the thread that emits or requests, one after another. A
/// subscriber that cancels or panics leaves the others alone. When the last clone of the sink is dropped,
/// the stream completes; who subscribes later gets the end. When the last clone of the publisher is dropped
/// and the last subscriber has gone, nobody can come any more: the sink refuses as
/// [`EmitError::Cancelled`], and what waited is dropped.
#[derive(Debug, Clone, Copy)]
#[must_use = "choose one of its methods"]
pub struct Multicast(());

impl Multicast {
    pub(super) fn new() -> Self {
        Self(())
    }

    /// The slowest subscriber decides: elements wait until all have asked for them.
    ///
    /// # Demand
    ///
    /// Up to `capacity` elements wait, also while there is no subscriber; one more is refused as
    /// [`EmitError::Overflow`].
    #[doc(alias = "onBackpressureBuffer")]
    pub fn on_backpressure_buffer<T, E>(
        self,
        capacity: NonZeroUsize,
    ) -> (MulticastSink<T, E>, MulticastPublisher<T, E>)
    where
        T: Clone + Send + 'static,
        E: Clone + Send + 'static,
    {
        multicast(capacity, Spread::Slowest, false)
    }

    /// Each element goes to those who have asked for one; the others miss it.
    ///
    /// # Demand
    ///
    /// Nothing waits. If nobody has asked, the element is refused as [`EmitError::Overflow`], and as
    /// [`EmitError::NoSubscribers`] if there is nobody.
    #[doc(alias = "directBestEffort")]
    pub fn direct_best_effort<T, E>(self) -> (MulticastSink<T, E>, MulticastPublisher<T, E>)
    where
        T: Clone + Send + 'static,
        E: Clone + Send + 'static,
    {
        multicast(NonZeroUsize::MAX, Spread::Each, true)
    }

    /// Each element goes to all subscribers, or to none.
    ///
    /// # Demand
    ///
    /// Nothing waits. If one of them has not asked, the element is refused as [`EmitError::Overflow`],
    /// and as [`EmitError::NoSubscribers`] if there is nobody.
    #[doc(alias = "directAllOrNothing")]
    pub fn direct_all_or_nothing<T, E>(self) -> (MulticastSink<T, E>, MulticastPublisher<T, E>)
    where
        T: Clone + Send + 'static,
        E: Clone + Send + 'static,
    {
        multicast(NonZeroUsize::MAX, Spread::Slowest, true)
    }
}

fn multicast<T, E>(
    capacity: NonZeroUsize,
    spread: Spread,
    direct: bool,
) -> (MulticastSink<T, E>, MulticastPublisher<T, E>)
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    let input = Input::new(capacity);
    let hub = Hub::new(WhenLeft::Wait, spread);
    let drain = Drain::new(None, None);
    input.queue().connect(drain.waker());
    hub.connect(&drain, Receiver(Arc::clone(input.queue())));
    let accepted = direct.then(|| Arc::new(AtomicU64::new(0)));
    (
        MulticastSink { input, hub: Arc::clone(&hub), accepted },
        MulticastPublisher(Arc::new(Door(hub))),
    )
}

/// The sink of a [`Multicast`]. Clones emit into the same stream.
pub struct MulticastSink<T: Send + 'static, E: Clone + Send + 'static> {
    input: Input<T, E>,
    hub: Arc<Hub<T, E>>,
    /// How many elements were ever taken, where none may wait.
    accepted: Option<Arc<AtomicU64>>,
}

impl<T: Send + 'static, E: Clone + Send + 'static> MulticastSink<T, E> {
    /// Emits an element.
    ///
    /// # Errors
    ///
    /// Gives it back as [`EmitError::Overflow`], [`Terminated`](EmitError::Terminated) or
    /// [`NoSubscribers`](EmitError::NoSubscribers).
    #[doc(alias = "tryEmitNext")]
    #[doc(alias = "emitNext")]
    #[doc(alias = "offer")]
    pub fn try_emit_next(&self, element: T) -> Result<(), EmitError<T>> {
        let Some(accepted) = &self.accepted else { return self.input.next(element) };
        if self.hub.is_over() {
            return self.input.next(element); // which says in what way
        }
        let reserve = |accepted: u64| {
            let on_their_way = accepted - self.hub.processed();
            (on_their_way < self.hub.room()).then_some(accepted + 1)
        };
        match accepted.fetch_update(Ordering::AcqRel, Ordering::Acquire, reserve) {
            Ok(_) => self.input.next(element),
            Err(_) if self.hub.len() == 0 => Err(EmitError::NoSubscribers(element)),
            Err(_) => Err(EmitError::Overflow(element)),
        }
    }

    /// Completes the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// As [`EmitError::Terminated`] if it has ended before.
    #[doc(alias = "tryEmitComplete")]
    pub fn try_emit_complete(&self) -> Result<(), EmitError<()>> {
        self.input.complete()
    }

    /// Fails the stream, after the elements that wait.
    ///
    /// # Errors
    ///
    /// Gives the error back as [`EmitError::Terminated`] if the stream has ended before.
    #[doc(alias = "tryEmitError")]
    pub fn try_emit_error(&self, error: E) -> Result<(), EmitError<E>> {
        self.input.error(error)
    }

    /// How many subscribers there are.
    #[doc(alias = "currentSubscriberCount")]
    pub fn subscriber_count(&self) -> usize {
        self.hub.len()
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Clone for MulticastSink<T, E> {
    fn clone(&self) -> Self {
        let (hub, accepted) = (Arc::clone(&self.hub), self.accepted.clone());
        Self { input: self.input.clone(), hub, accepted }
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> fmt::Debug for MulticastSink<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MulticastSink").finish_non_exhaustive()
    }
}

/// The publisher of a [`Multicast`]; each of its clones can be subscribed.
#[must_use = "publishers do nothing unless subscribed"]
pub struct MulticastPublisher<T: Send + 'static, E: Clone + Send + 'static>(Arc<Door<T, E>>);

/// The only way in: once it is gone, nobody can subscribe, and what waits for that may be dropped.
struct Door<T: Send + 'static, E: Clone + Send + 'static>(Arc<Hub<T, E>>);

impl<T: Send + 'static, E: Clone + Send + 'static> Drop for Door<T, E> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> Clone for MulticastPublisher<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Send + 'static, E: Clone + Send + 'static> fmt::Debug for MulticastPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MulticastPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for MulticastPublisher<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.0.join(subscriber);
    }
}
