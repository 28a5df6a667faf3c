use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, End, Outlet};
use crate::sync::{Mutex, lock};

/// Publisher for [`CombineExt::with_latest_from`](crate::ext::CombineExt::with_latest_from).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct WithLatestFrom<P, Q, F> {
    upstream: P,
    other: Q,
    f: F,
}

impl<P, Q, F> WithLatestFrom<P, Q, F> {
    pub(crate) fn new(upstream: P, other: Q, f: F) -> Self {
        Self { upstream, other, f }
    }
}

impl<P: fmt::Debug, Q: fmt::Debug, F> fmt::Debug for WithLatestFrom<P, Q, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithLatestFrom")
            .field("upstream", &self.upstream)
            .field("other", &self.other)
            .finish_non_exhaustive()
    }
}

impl<P, Q, F, V> Publisher for WithLatestFrom<P, Q, F>
where
    P: Publisher,
    Q: Publisher<Item: Sync, Error = P::Error>,
    F: FnMut(P::Item, &Q::Item) -> V + Send + 'static,
    V: Send + 'static,
{
    type Item = V;
    type Error = P::Error;

    fn subscribe<S: Subscriber<V, P::Error>>(self, mut subscriber: S) {
        let link = Arc::new(Link {
            outlet: Outlet::new(),
            upstream: Arbiter::new(0),
            other: Arbiter::new(u64::MAX),
            latest: Mutex::new(None),
            items: PhantomData,
        });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        link.outlet.put(subscriber);
        // First: the upstream should find a value.
        self.other.subscribe(Other { link: Arc::clone(&link), completed: false });
        if !link.outlet.is_closed() {
            self.upstream.subscribe(Main { link, f: self.f });
        }
    }
}

struct Link<V, U, E, S> {
    outlet: Outlet<S, E>,
    upstream: Arbiter,
    other: Arbiter,
    latest: Mutex<Option<Arc<U>>>,
    items: PhantomData<fn(V)>,
}

impl<V, U, E, S: Subscriber<V, E>> Link<V, U, E, S> {
    /// Ends the stream, and cancels whatever is live. The first end counts; another one is given back.
    fn end(&self, end: End<E>) -> Option<End<E>> {
        let late = self.outlet.end(end); // first: what is cancelled drops its subscriber, and that is an end too
        self.upstream.cancel();
        self.other.cancel();
        late
    }
}

impl<V, U, E, S> Subscription for Link<V, U, E, S>
where
    V: 'static,
    U: Send + Sync + 'static,
    E: Send + 'static,
    S: Subscriber<V, E>,
{
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        self.outlet.close();
        self.upstream.cancel();
        self.other.cancel();
    }
}

struct Main<V, U, E, S: Subscriber<V, E>, F> {
    link: Arc<Link<V, U, E, S>>,
    f: F,
}

impl<T, V, U, E, S, F> Subscriber<T, E> for Main<V, U, E, S, F>
where
    V: Send + 'static,
    U: Send + Sync + 'static,
    E: Send + 'static,
    S: Subscriber<V, E>,
    F: FnMut(T, &U) -> V + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.link.upstream.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        if self.link.outlet.is_closed() {
            return true; // §2.8
        }
        let latest = lock(&self.link.latest).clone();
        latest.is_some_and(|latest| self.link.outlet.next((self.f)(item, &latest)))
    }

    fn on_error(self, error: E) {
        self.link.upstream.finish();
        End::undelivered(self.link.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.link.upstream.finish();
        self.link.end(End::Complete);
    }
}

impl<V, U, E, S: Subscriber<V, E>, F> Drop for Main<V, U, E, S, F> {
    fn drop(&mut self) {
        self.link.end(End::Abandoned); // without effect after a terminal signal
    }
}

struct Other<V, U, E, S: Subscriber<V, E>> {
    link: Arc<Link<V, U, E, S>>,
    completed: bool,
}

impl<V, U, E, S> Subscriber<U, E> for Other<V, U, E, S>
where
    V: Send + 'static,
    U: Send + Sync + 'static,
    E: Send + 'static,
    S: Subscriber<V, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.other.connect(subscription);
    }

    fn on_next(&mut self, item: U) {
        let before = lock(&self.link.latest).replace(Arc::new(item));
        drop(before); // after the lock: foreign code
    }

    fn on_error(self, error: E) {
        self.link.other.finish();
        End::undelivered(self.link.end(End::Error(error)));
    }

    fn on_complete(mut self) {
        self.completed = true;
        self.link.other.finish();
        if lock(&self.link.latest).is_none() {
            self.link.end(End::Complete); // there never will be one
        }
    }
}

impl<V, U, E, S: Subscriber<V, E>> Drop for Other<V, U, E, S> {
    fn drop(&mut self) {
        if !self.completed {
            self.link.end(End::Abandoned); // without effect after an error
        }
    }
}
