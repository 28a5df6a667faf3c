use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, End, Outlet};
use crate::sync::{AtomicUsize, Ordering};

/// Publisher for [`FlattenExt::concat_map`](crate::ext::FlattenExt::concat_map).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct ConcatMap<P, F> {
    upstream: P,
    f: F,
}

impl<P: fmt::Debug, F> fmt::Debug for ConcatMap<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConcatMap").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F> ConcatMap<P, F> {
    pub(crate) fn new(upstream: P, f: F) -> Self {
        Self { upstream, f }
    }
}

impl<P, F, Q> Publisher for ConcatMap<P, F>
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
{
    type Item = Q::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<Q::Item, P::Error>>(self, mut subscriber: S) {
        let link = Arc::new(Link {
            outlet: Outlet::new(),
            outer: Arbiter::new(1),
            inner: Arbiter::new(0),
            live: AtomicUsize::new(1),
        });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        link.outlet.put(subscriber);
        let outer = Outer { link, f: self.f, completed: false, items: PhantomData };
        self.upstream.subscribe(outer);
    }
}

/// What the outer stream, the inner stream and the downstream share.
struct Link<S, E> {
    outlet: Outlet<S, E>,
    /// Asked for one element at a time, when the inner stream of the one before has completed.
    outer: Arbiter,
    /// One inner stream after another; keeps the demand that none of them has met.
    inner: Arbiter,
    /// How many of outer and inner have not completed. The last one completes the downstream.
    live: AtomicUsize,
}

impl<S, E> Link<S, E> {
    /// One of the two has completed; whether it was the last.
    fn complete<T>(&self) -> bool
    where
        S: Subscriber<T, E>,
    {
        let last = self.live.fetch_sub(1, Ordering::AcqRel) == 1;
        if last {
            self.outlet.end(End::Complete);
        }
        last
    }

    /// One of the two has gone without completing, and takes everything with it. If it has left an
    /// error, that is the end of the downstream; if not, it broke §1.4.
    fn break_off<T>(&self)
    where
        S: Subscriber<T, E>,
    {
        self.outlet.end(End::Abandoned);
        self.outer.cancel();
        self.inner.cancel();
    }
}

impl<S: Send + 'static, E: Send + 'static> Subscription for Link<S, E> {
    fn request(&self, demand: Demand) {
        self.inner.request(demand);
    }

    fn cancel(&self) {
        self.outlet.close();
        self.outer.cancel();
        self.inner.cancel();
    }
}

struct Outer<T, S, E, F>
where
    S: Subscriber<T, E>,
{
    link: Arc<Link<S, E>>,
    f: F,
    completed: bool,
    items: PhantomData<fn(T)>,
}

impl<T, U, E, S, F, Q> Subscriber<T, E> for Outer<U, S, E, F>
where
    U: 'static,
    S: Subscriber<U, E>,
    E: Send + 'static,
    F: FnMut(T) -> Q + Send + 'static,
    Q: Publisher<Item = U, Error = E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.outer.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if self.link.outlet.is_closed() {
            return; // §2.8
        }
        let inner = (self.f)(item);
        self.link.live.fetch_add(1, Ordering::AcqRel);
        let link = Arc::clone(&self.link);
        inner.subscribe(Inner { link, delivered: 0, completed: false, items: PhantomData });
    }

    fn on_error(self, error: E) {
        self.link.outer.finish();
        self.link.outlet.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.completed = true;
        self.link.outer.finish();
        self.link.complete();
    }
}

impl<T, S, E, F> Drop for Outer<T, S, E, F>
where
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.completed {
            self.link.break_off();
        }
    }
}

struct Inner<T, S, E>
where
    S: Subscriber<T, E>,
{
    link: Arc<Link<S, E>>,
    /// How much of the demand this stream has met.
    delivered: u64,
    completed: bool,
    items: PhantomData<fn(T)>,
}

impl<T, S, E> Subscriber<T, E> for Inner<T, S, E>
where
    T: 'static,
    S: Subscriber<T, E>,
    E: Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.inner.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.delivered += 1;
        if !self.link.outlet.next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.inner.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let used = self.link.outlet.next(item);
        self.delivered += u64::from(used);
        used
    }

    fn on_error(self, error: E) {
        self.link.inner.finish();
        self.link.outlet.end(End::Error(error));
    }

    fn on_complete(mut self) {
        self.completed = true;
        self.link.inner.disconnect(self.delivered);
        if !self.link.complete() {
            self.link.outer.request(Demand::ONE);
        }
    }
}

impl<T, S, E> Drop for Inner<T, S, E>
where
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.completed {
            self.link.break_off();
        }
    }
}
