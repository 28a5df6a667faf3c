use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::engine::Requested;
use crate::hooks::drop_error;
use crate::sync::{AtomicBool, Ordering};

/// A publisher of another library, of which the rules are not taken on trust.
///
/// Any publisher can be used as it is; the compiler keeps half of the rules, whoever wrote it. This one
/// sees to others. Elements that were not requested (§1.1) and signals that come after a cancel (§1.8) are
/// dropped, a second subscription is cancelled (§2.12), `on_subscribe` comes first even if the publisher
/// forgets it (§1.9), and neither requests nor cancels reach a publisher that has ended (§2.3, §2.4).
///
/// # Demand
///
/// Requests what it is asked for. Synchronous; a counter is kept, at one atomic operation for each
/// element.
///
/// ```
/// use reactive_streams::{Publisher, Subscriber};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_publisher, range};
///
/// fn foreign() -> impl Publisher<Item = u32, Error = std::convert::Infallible> {
///     // …
/// #   range(0..3)
/// }
///
/// assert_eq!(from_publisher(foreign()).collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
/// ```
#[doc(alias = "from")]
#[doc(alias = "fromDirect")]
pub fn from_publisher<P: Publisher>(publisher: P) -> FromPublisher<P> {
    FromPublisher(publisher)
}

/// Publisher for [`from_publisher`].
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct FromPublisher<P>(P);

impl<P: Publisher> Publisher for FromPublisher<P> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        self.0.subscribe(StrictSubscriber { downstream: subscriber, link: None });
    }
}

struct StrictSubscriber<S> {
    downstream: S,
    link: Option<Arc<StrictLink>>,
}

impl<S> StrictSubscriber<S> {
    /// What is left to be told, unless it has cancelled.
    fn into_downstream<T, E>(mut self) -> Option<S>
    where
        S: Subscriber<T, E>,
    {
        let link = self.link.take().unwrap_or_else(|| {
            let link = StrictLink::new(None);
            self.downstream.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
            link
        });
        let is_first = !link.done.swap(true, Ordering::AcqRel);
        is_first.then_some(self.downstream)
    }
}

impl<T, E, S> Subscriber<T, E> for StrictSubscriber<S>
where
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if self.link.is_some() {
            return subscription.cancel(); // §2.5
        }
        let link = StrictLink::new(Some(subscription));
        self.link = Some(Arc::clone(&link));
        self.downstream.on_subscribe(link);
    }

    fn on_next(&mut self, item: T) {
        if self.link.as_ref().is_some_and(|link| link.admits()) {
            self.downstream.on_next(item);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let Some(link) = self.link.as_ref().filter(|link| link.admits()) else { return true };
        let used = self.downstream.try_on_next(item);
        if !used {
            link.requested.add(Demand::ONE);
        }
        used
    }

    fn on_error(self, error: E) {
        match self.into_downstream() {
            Some(downstream) => downstream.on_error(error),
            None => drop_error(error),
        }
    }

    fn on_complete(self) {
        if let Some(downstream) = self.into_downstream() {
            downstream.on_complete();
        }
    }
}

struct StrictLink {
    /// None if the publisher gave none.
    upstream: Option<Arc<dyn Subscription>>,
    requested: Requested,
    /// Ended or cancelled.
    done: AtomicBool,
}

impl StrictLink {
    fn new(upstream: Option<Arc<dyn Subscription>>) -> Arc<Self> {
        Arc::new(Self { upstream, requested: Requested::new(0), done: AtomicBool::new(false) })
    }

    /// Whether an element may pass.
    fn admits(&self) -> bool {
        !self.done.load(Ordering::Acquire) && self.requested.take_up_to(Demand::ONE) > 0
    }
}

impl Subscription for StrictLink {
    fn request(&self, demand: Demand) {
        if self.done.load(Ordering::Acquire) {
            return;
        }
        self.requested.add(demand); // first: the elements may come before `request` returns (§3.10)
        if let Some(upstream) = &self.upstream {
            upstream.request(demand);
        }
    }

    fn cancel(&self) {
        if !self.done.swap(true, Ordering::AcqRel) {
            if let Some(upstream) = &self.upstream {
                upstream.cancel();
            }
        }
    }
}
