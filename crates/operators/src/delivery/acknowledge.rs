use std::fmt;
use std::future::Future;

/// What tells a source that one of its elements has been dealt with.
///
/// It travels with the element, and is used up: an element is acknowledged once, or rejected, or neither.
/// Dropping it is rejecting, so an element that is lost on its way, by an error, a panic or a cancel, is not
/// lost for good. Both return quickly and never fail; a source that cannot carry it out says so as
/// an error of its stream.
pub trait Acknowledge: Send + 'static {
    /// The element has been dealt with, and is not to be delivered again.
    #[doc(alias = "ack")]
    #[doc(alias = "commit")]
    fn acknowledge(self);

    /// The element has not been dealt with, and is to be delivered again. When, the source says.
    #[doc(alias = "nack")]
    #[doc(alias = "nak")]
    fn reject(self);
}

/// Nothing to acknowledge: for elements that their source has forgotten.
impl Acknowledge for () {
    fn acknowledge(self) {}

    fn reject(self) {}
}

/// An element, and what acknowledges it.
///
/// ```
/// use std::sync::mpsc::{Sender, channel};
/// use reactive_streams_operators::delivery::{Acknowledge, Delivery};
///
/// struct Tell(Sender<&'static str>);
///
/// impl Acknowledge for Tell {
///     fn acknowledge(self) {
///         self.0.send("done").unwrap();
///     }
///     fn reject(self) {
///         self.0.send("again").unwrap();
///     }
/// }
///
/// let (told, tell) = channel();
/// let delivery = Delivery::new("7", Tell(told)).map(|text| text.parse::<u8>());
/// match delivery.element() {
///     Ok(_) => drop(delivery.acknowledge()),
///     Err(_) => delivery.reject(),
/// }
/// assert_eq!(tell.recv(), Ok("done"));
/// ```
#[must_use = "dropping a delivery has it delivered again"]
#[doc(alias = "ReceiverRecord")]
#[doc(alias = "CommittableMessage")]
#[doc(alias = "Message")]
pub struct Delivery<T, A> {
    element: T,
    redelivered: bool,
    acknowledge: A,
}

// By hand, so that what acknowledges need not be `Debug`.
impl<T: fmt::Debug, A> fmt::Debug for Delivery<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("element", &self.element)
            .field("redelivered", &self.redelivered)
            .finish_non_exhaustive()
    }
}

impl<T, A: Acknowledge> Delivery<T, A> {
    /// An element that is delivered for the first time.
    pub fn new(element: T, acknowledge: A) -> Self {
        Self { element, redelivered: false, acknowledge }
    }

    /// An element that may have been delivered before.
    pub fn again(element: T, acknowledge: A) -> Self {
        Self { element, redelivered: true, acknowledge }
    }

    /// The element.
    pub fn element(&self) -> &T {
        &self.element
    }

    /// Whether the element may have been delivered before: what comes of it should not come of it twice.
    pub fn is_redelivered(&self) -> bool {
        self.redelivered
    }

    /// Makes something else of the element, to be acknowledged as the element was. If `f` panics, it is
    /// rejected.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Delivery<U, A> {
        let Self { element, redelivered, acknowledge } = self;
        Delivery { element: f(element), redelivered, acknowledge }
    }

    /// Acknowledges, and gives the element.
    #[doc(alias = "ack")]
    pub fn acknowledge(self) -> T {
        self.acknowledge.acknowledge();
        self.element
    }

    /// Rejects: the element is delivered again.
    #[doc(alias = "nack")]
    pub fn reject(self) {
        self.acknowledge.reject();
    }

    /// Takes it apart. Whoever drops the second half rejects.
    pub fn into_parts(self) -> (T, A) {
        (self.element, self.acknowledge)
    }

    /// Deals with the element by a function that takes its time, and acknowledges if that succeeds. If it fails,
    /// panics, or is dropped before it has finished, the element is rejected.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::delivery::Delivery;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::ThreadScheduler;
    /// use reactive_streams_operators::{AnyError, from_iter};
    ///
    /// async fn store(order: u32) -> Result<u32, &'static str> {
    ///     if order == 13 { Err("bad luck") } else { Ok(order * 100) }
    /// }
    ///
    /// let orders = from_iter([12, 13]).map(|order| Delivery::new(order, ())); // or from a broker
    /// let threads = ThreadScheduler::new("store");
    /// let stored = orders
    ///     .fallible::<AnyError>()
    ///     .map_async(NonZeroUsize::MIN, &threads, |delivery| delivery.settle(store));
    /// assert_eq!(stored.collect::<Vec<_>>().block().unwrap(), [Ok(1200), Err("bad luck")]);
    /// ```
    pub async fn settle<U, E, F, Fut>(self, f: F) -> Result<U, E>
    where
        F: FnOnce(T) -> Fut,
        Fut: Future<Output = Result<U, E>>,
    {
        let outcome = f(self.element).await;
        match outcome {
            Ok(_) => self.acknowledge.acknowledge(),
            Err(_) => self.acknowledge.reject(),
        }
        outcome
    }
}
