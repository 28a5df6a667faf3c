use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Publisher, Subscriber, Subscription};

/// Publisher for [`ConvertExt::boxed`](crate::ext::ConvertExt::boxed).
#[must_use = "publishers do nothing unless subscribed"]
pub struct BoxPublisher<T, E>(Box<dyn ErasedPublisher<T, E>>);

impl<T, E> BoxPublisher<T, E> {
    pub(crate) fn new<P: Publisher<Item = T, Error = E>>(publisher: P) -> Self {
        Self(Box::new(publisher))
    }
}

impl<T, E> fmt::Debug for BoxPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoxPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for BoxPublisher<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.subscribe_boxed(BoxSubscriber::new(subscriber));
    }
}

/// Publisher for [`ConvertExt::boxed_clone`](crate::ext::ConvertExt::boxed_clone).
#[must_use = "publishers do nothing unless subscribed"]
pub struct CloneBoxPublisher<T, E>(Box<dyn ErasedClone<T, E>>);

impl<T, E> CloneBoxPublisher<T, E> {
    pub(crate) fn new<P: Publisher<Item = T, Error = E> + Clone>(publisher: P) -> Self {
        Self(Box::new(publisher))
    }
}

impl<T, E> Clone for CloneBoxPublisher<T, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone_box())
    }
}

impl<T, E> fmt::Debug for CloneBoxPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloneBoxPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for CloneBoxPublisher<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.subscribe_boxed(BoxSubscriber::new(subscriber));
    }
}

trait ErasedClone<T, E>: ErasedPublisher<T, E> {
    fn clone_box(&self) -> Box<dyn ErasedClone<T, E>>;
}

impl<P: Publisher + Clone> ErasedClone<P::Item, P::Error> for P {
    fn clone_box(&self) -> Box<dyn ErasedClone<P::Item, P::Error>> {
        Box::new(self.clone())
    }
}

trait ErasedPublisher<T, E>: Send {
    fn subscribe_boxed(self: Box<Self>, subscriber: BoxSubscriber<T, E>);
}

impl<P: Publisher> ErasedPublisher<P::Item, P::Error> for P {
    fn subscribe_boxed(self: Box<Self>, subscriber: BoxSubscriber<P::Item, P::Error>) {
        self.subscribe(subscriber);
    }
}

/// Any subscriber of elements `T` and errors `E`, behind one type.
///
/// ```
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::{BoxSubscriber, range, sink};
///
/// let (subscriber, mut sum) = sink::fold(0, |sum, n: u32| sum + n);
/// range(0..4).subscribe(BoxSubscriber::new(subscriber));
/// assert_eq!(sum.try_take().unwrap().unwrap(), 6);
/// ```
#[must_use = "a subscriber that is dropped has been abandoned"]
pub struct BoxSubscriber<T, E>(Box<dyn ErasedSubscriber<T, E>>);

impl<T, E> BoxSubscriber<T, E> {
    /// Erases the type of a subscriber.
    pub fn new<S: Subscriber<T, E>>(subscriber: S) -> Self {
        Self(Box::new(subscriber))
    }
}

impl<T, E> fmt::Debug for BoxSubscriber<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoxSubscriber").finish_non_exhaustive()
    }
}

impl<T: 'static, E: 'static> Subscriber<T, E> for BoxSubscriber<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.0.erased_on_subscribe(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.0.erased_on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.0.erased_try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        self.0.erased_on_burst(&mut burst);
    }

    fn on_error(self, error: E) {
        self.0.erased_on_error(error);
    }

    fn on_complete(self) {
        self.0.erased_on_complete();
    }
}

/// A [`Subscriber`] with its terminal signals taking a box.
trait ErasedSubscriber<T, E>: Send {
    fn erased_on_subscribe(&mut self, subscription: Arc<dyn Subscription>);
    fn erased_on_next(&mut self, item: T);
    fn erased_try_on_next(&mut self, item: T) -> bool;
    fn erased_on_burst(&mut self, burst: &mut dyn Burst<T>);
    fn erased_on_error(self: Box<Self>, error: E);
    fn erased_on_complete(self: Box<Self>);
}

impl<T, E, S: Subscriber<T, E>> ErasedSubscriber<T, E> for S {
    fn erased_on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.on_subscribe(subscription);
    }

    fn erased_on_next(&mut self, item: T) {
        self.on_next(item);
    }

    fn erased_try_on_next(&mut self, item: T) -> bool {
        self.try_on_next(item)
    }

    fn erased_on_burst(&mut self, burst: &mut dyn Burst<T>) {
        self.on_burst(burst);
    }

    fn erased_on_error(self: Box<Self>, error: E) {
        self.on_error(error);
    }

    fn erased_on_complete(self: Box<Self>) {
        self.on_complete();
    }
}
