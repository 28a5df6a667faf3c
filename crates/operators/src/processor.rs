//! A chain of operators as a processor.

use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Processor, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, End, Outlet};
use crate::operator::BoxSubscriber;

/// Makes a processor from a chain of operators.
///
/// `chain` gets the publisher that stands for whatever the processor will be subscribed to.
///
/// # Demand
///
/// As the chain says: what it requests goes to the upstream, and waits for it if the downstream is
/// connected first. Either end may be connected first; the same holds for cancel, and for the end of
/// an upstream that has none to tell it to yet.
///
/// Dropping the publisher unsubscribed cancels the upstream. Dropping the subscriber without a
/// terminal signal drops the downstream. If the downstream panics, the upstream is cancelled and the
/// panic unwinds to it.
///
/// ```
/// use std::convert::Infallible;
/// use reactive_streams::{Processor, Publisher};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{Upstream, processor, range};
///
/// let odd_squares = processor(|upstream: Upstream<u32, Infallible>| {
///     upstream.filter(|n| n % 2 == 1).map(|n| n * n)
/// });
/// let (subscriber, publisher) = odd_squares.split();
/// range(0..6).subscribe(subscriber);
/// assert_eq!(publisher.collect::<Vec<_>>().block().unwrap(), [1, 9, 25]);
/// ```
#[doc(alias = "transform")]
#[doc(alias = "Flow")]
#[doc(alias = "asSubscriber")]
#[doc(alias = "toProcessor")]
#[doc(alias = "fromProcessor")]
#[doc(alias = "fromProcessorMat")]
pub fn processor<T, E, P>(chain: impl FnOnce(Upstream<T, E>) -> P) -> Chain<T, E, P>
where
    T: Send + 'static,
    E: Send + 'static,
    P: Publisher,
{
    let head = Arc::new(Head { upstream: Arbiter::held(), outlet: Outlet::new() });
    let subscriber = ChainSubscriber { head: Arc::clone(&head) };
    Chain { subscriber, publisher: chain(Upstream { head, subscribed: false }) }
}

/// Processor for [`processor`].
#[must_use = "a processor does nothing unless both of its ends are connected"]
pub struct Chain<T: 'static, E: 'static, P> {
    subscriber: ChainSubscriber<T, E>,
    publisher: P,
}

impl<T, E, P> fmt::Debug for Chain<T, E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").finish_non_exhaustive()
    }
}

impl<T, E, P> Processor<T, E> for Chain<T, E, P>
where
    T: Send + 'static,
    E: Send + 'static,
    P: Publisher,
{
    type Subscriber = ChainSubscriber<T, E>;
    type Publisher = P;

    fn split(self) -> (ChainSubscriber<T, E>, P) {
        (self.subscriber, self.publisher)
    }
}

/// What the two ends share: the way to the upstream, and the way into the chain.
struct Head<T, E> {
    upstream: Arbiter,
    outlet: Outlet<BoxSubscriber<T, E>, E>,
}

impl<T, E> Head<T, E> {
    fn close(&self) {
        self.outlet.close();
        self.upstream.cancel();
    }
}

impl<T: 'static, E: Send + 'static> Subscription for Head<T, E> {
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        self.close();
    }
}

/// The publisher at the head of a [`processor`]: it gives what the processor is given.
#[must_use = "publishers do nothing unless subscribed"]
pub struct Upstream<T: 'static, E: 'static> {
    head: Arc<Head<T, E>>,
    subscribed: bool,
}

impl<T, E> fmt::Debug for Upstream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for Upstream<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(mut self, mut subscriber: S) {
        subscriber.on_subscribe(Arc::clone(&self.head) as Arc<dyn Subscription>);
        self.subscribed = true;
        self.head.outlet.put(BoxSubscriber::new(subscriber));
        self.head.upstream.release();
    }
}

impl<T, E> Drop for Upstream<T, E> {
    fn drop(&mut self) {
        if !self.subscribed {
            self.head.close();
        }
    }
}

/// The end of a [`processor`] that is subscribed to its upstream.
pub struct ChainSubscriber<T: 'static, E: 'static> {
    head: Arc<Head<T, E>>,
}

impl<T, E> fmt::Debug for ChainSubscriber<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainSubscriber").finish_non_exhaustive()
    }
}

impl<T, E> ChainSubscriber<T, E> {
    /// Hands an element into the chain; if the chain panics, the upstream is cancelled (§2.13).
    fn deliver(&self, item: T) -> bool {
        let unwinding = Cancel(&self.head.upstream);
        let used = self.head.outlet.next(item);
        std::mem::forget(unwinding);
        used
    }
}

impl<T: Send + 'static, E: Send + 'static> Subscriber<T, E> for ChainSubscriber<T, E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.head.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.deliver(item) {
            // This signal counts the element, whatever the chain says: request one in its place.
            self.head.upstream.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.deliver(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let unwinding = Cancel(&self.head.upstream);
        self.head.outlet.burst(burst);
        std::mem::forget(unwinding);
    }

    fn on_error(self, error: E) {
        self.head.upstream.finish();
        End::undelivered(self.head.outlet.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.head.upstream.finish();
        self.head.outlet.end(End::Complete);
    }
}

impl<T, E> Drop for ChainSubscriber<T, E> {
    fn drop(&mut self) {
        // After a terminal signal neither has an effect: the first end counts.
        self.head.upstream.finish();
        self.head.outlet.end(End::Abandoned);
    }
}

/// Cancels when dropped.
struct Cancel<'a>(&'a Arbiter);

impl Drop for Cancel<'_> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
