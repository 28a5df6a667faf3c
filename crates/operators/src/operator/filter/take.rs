use std::fmt;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Driver, Publisher, Subscriber, Subscription};

use crate::engine::Requested;
use crate::hooks::drop_error;
use crate::operator::{MapErr, absurd};
use crate::source::empty;
use crate::sync::{AtomicBool, Ordering};

/// Publisher for [`FilterExt::take`](crate::ext::FilterExt::take).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Take<P> {
    upstream: P,
    n: usize,
}

impl<P: fmt::Debug> fmt::Debug for Take<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Take").field("upstream", &self.upstream).field("n", &self.n).finish()
    }
}

impl<P> Take<P> {
    pub(crate) fn new(upstream: P, n: usize) -> Self {
        Self { upstream, n }
    }
}

impl<P: Publisher> Publisher for Take<P> {
    type Item = P::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR;
    const IS_PROMPT: bool = P::IS_PROMPT;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        if self.n == 0 {
            return MapErr::new(empty(), absurd).subscribe(subscriber);
        }
        let downstream = Some(subscriber);
        self.upstream.subscribe(TakeSubscriber { downstream, remaining: self.n, link: None });
    }

    fn drive<D: Driver<P::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(TakeDriver { driver, n: self.n })
    }
}

struct TakeDriver<D> {
    driver: D,
    n: usize,
}

impl<T, E, D> Driver<T, E> for TakeDriver<D>
where
    T: Send + 'static,
    E: Send + 'static,
    D: Driver<T, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Take::new(publisher, self.n))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        self.driver.pull(iterator.take(self.n))
    }
}

struct TakeSubscriber<S> {
    /// Gone after the n-th element.
    downstream: Option<S>,
    remaining: usize,
    link: Option<Arc<TakeLink>>,
}

impl<S> TakeSubscriber<S> {
    /// Counts an element, delivers it, and completes if it was the last.
    fn deliver<T, E>(&mut self, deliver: impl FnOnce(&mut S) -> bool) -> bool
    where
        S: Subscriber<T, E>,
    {
        let Some(downstream) = &mut self.downstream else { return true };
        self.remaining -= 1;
        let used = deliver(downstream);
        if self.remaining == 0 {
            self.end();
        }
        used
    }

    /// Cancels and completes, unless the downstream has cancelled meanwhile.
    fn end<T, E>(&mut self)
    where
        S: Subscriber<T, E>,
    {
        let downstream = self.downstream.take();
        if let Some((downstream, link)) = downstream.zip(self.link.as_ref()) {
            if link.end() {
                downstream.on_complete();
            }
        }
    }
}

impl<T, E, S> Subscriber<T, E> for TakeSubscriber<S>
where
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let Some(downstream) = self.downstream.as_mut().filter(|_| self.link.is_none()) else {
            return subscription.cancel(); // §2.5
        };
        let budget = Requested::new(self.remaining as u64);
        let cancelled = AtomicBool::new(false);
        let link = Arc::new(TakeLink { upstream: subscription, budget, cancelled });
        self.link = Some(Arc::clone(&link));
        downstream.on_subscribe(link);
    }

    fn on_next(&mut self, item: T) {
        self.deliver(|downstream| {
            downstream.on_next(item);
            true
        });
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.deliver(|downstream| downstream.try_on_next(item))
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let Some(downstream) = &mut self.downstream else { return };
        downstream.on_burst(TakeBurst { burst, remaining: &mut self.remaining });
        if self.remaining == 0 {
            self.end();
        }
    }

    fn on_error(self, error: E) {
        match self.downstream {
            Some(downstream) => downstream.on_error(error),
            None => drop_error(error),
        }
    }

    fn on_complete(self) {
        if let Some(downstream) = self.downstream {
            downstream.on_complete();
        }
    }
}

/// The part of a burst that is taken.
struct TakeBurst<'a, B> {
    burst: B,
    remaining: &'a mut usize,
}

impl<T, B: Burst<T>> Burst<T> for TakeBurst<'_, B> {
    fn next(&mut self) -> Option<T> {
        if *self.remaining == 0 {
            return None;
        }
        let item = self.burst.next()?;
        *self.remaining -= 1;
        Some(item)
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// Requests no more than the elements that are taken.
struct TakeLink {
    upstream: Arc<dyn Subscription>,
    budget: Requested,
    cancelled: AtomicBool,
}

impl TakeLink {
    /// Cancels the upstream; `false` if that has been done.
    fn end(&self) -> bool {
        let first = !self.cancelled.swap(true, Ordering::AcqRel);
        if first {
            self.upstream.cancel();
        }
        first
    }
}

impl Subscription for TakeLink {
    fn request(&self, demand: Demand) {
        if let Some(demand) = Demand::new(self.budget.take_up_to(demand)) {
            self.upstream.request(demand);
        }
    }

    fn cancel(&self) {
        self.end();
    }
}
