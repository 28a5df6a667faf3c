use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

use super::{Arbiter, End, Outlet};

/// Passes an upstream on until another party ends the stream, or replaces the upstream.
pub(crate) struct Relay<S, E> {
    pub(crate) outlet: Outlet<S, E>,
    pub(crate) upstream: Arbiter,
    /// The subscription of the other party, which is a stream itself; asked for one element.
    notifier: Arbiter,
}

impl<S, E> Relay<S, E> {
    pub(crate) fn new() -> Self {
        Self { outlet: Outlet::new(), upstream: Arbiter::new(0), notifier: Arbiter::new(1) }
    }

    /// Ends the stream, and cancels whatever is live. The first end counts; another one is given back.
    pub(crate) fn end<T>(&self, end: End<E>) -> Option<End<E>>
    where
        S: Subscriber<T, E>,
    {
        let late = self.outlet.end(end); // first: what is cancelled drops its subscriber, and that is an end too
        self.upstream.cancel();
        self.notifier.cancel();
        late
    }
}

impl<S: Send + 'static, E: Send + 'static> Subscription for Relay<S, E> {
    fn request(&self, demand: Demand) {
        self.upstream.request(demand);
    }

    fn cancel(&self) {
        self.outlet.close();
        self.upstream.cancel();
        self.notifier.cancel();
    }
}

/// Relays `upstream`; `notified` is called with the first element of `notifier`, or its completion.
///
/// The notifier is subscribed first. If it ends the stream at once, the upstream is dropped
/// unsubscribed.
pub(crate) fn relay<P, N, S, F>(upstream: P, notifier: N, mut subscriber: S, notified: F)
where
    P: Publisher,
    N: Publisher<Error = P::Error>,
    S: Subscriber<P::Item, P::Error>,
    F: FnOnce(&Relay<S, P::Error>) + Send + 'static,
{
    let relay = Arc::new(Relay::new());
    subscriber.on_subscribe(Arc::clone(&relay) as Arc<dyn Subscription>);
    relay.outlet.put(subscriber);
    let link = Arc::clone(&relay);
    notifier.subscribe(Notified { relay: link, notified: Some(notified), items: PhantomData });
    if !relay.outlet.is_closed() {
        upstream.subscribe(RelaySubscriber::new(relay));
    }
}

/// Subscribes to the upstream of a relay.
pub(crate) struct RelaySubscriber<T, S, E>
where
    S: Subscriber<T, E>,
{
    relay: Arc<Relay<S, E>>,
    items: PhantomData<fn(T)>,
}

impl<T, S: Subscriber<T, E>, E> RelaySubscriber<T, S, E> {
    pub(crate) fn new(relay: Arc<Relay<S, E>>) -> Self {
        Self { relay, items: PhantomData }
    }
}

impl<T, E, S> Subscriber<T, E> for RelaySubscriber<T, S, E>
where
    T: 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.relay.upstream.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if !self.try_on_next(item) {
            // An upstream that does not ask has counted the element: request one in its place.
            self.relay.upstream.request(Demand::ONE);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.relay.outlet.next(item)
    }

    fn on_error(self, error: E) {
        self.relay.upstream.finish();
        End::undelivered(self.relay.end(End::Error(error)));
    }

    fn on_complete(self) {
        self.relay.upstream.finish();
        self.relay.end(End::Complete);
    }
}

impl<T, S: Subscriber<T, E>, E> Drop for RelaySubscriber<T, S, E> {
    fn drop(&mut self) {
        self.relay.end(End::Abandoned); // without effect after a terminal signal
    }
}

/// Subscribes to the notifier of a relay.
struct Notified<T, S, E, F>
where
    S: Subscriber<T, E>,
{
    relay: Arc<Relay<S, E>>,
    /// Gone when it has been called.
    notified: Option<F>,
    items: PhantomData<fn(T)>,
}

impl<U, T, S, E, F> Subscriber<U, E> for Notified<T, S, E, F>
where
    T: 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
    F: FnOnce(&Relay<S, E>) + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.relay.notifier.connect(subscription);
    }

    fn on_next(&mut self, _item: U) {
        if let Some(notified) = self.notified.take() {
            notified(&self.relay);
            self.relay.notifier.cancel();
        }
    }

    fn on_error(mut self, error: E) {
        self.relay.notifier.finish();
        let late = match self.notified.take() {
            Some(_) => self.relay.end(End::Error(error)),
            None => Some(End::Error(error)),
        };
        End::undelivered(late);
    }

    fn on_complete(mut self) {
        self.relay.notifier.finish();
        if let Some(notified) = self.notified.take() {
            notified(&self.relay);
        }
    }
}

impl<T, S: Subscriber<T, E>, E, F> Drop for Notified<T, S, E, F> {
    fn drop(&mut self) {
        if self.notified.is_some() {
            self.relay.end(End::Abandoned);
        }
    }
}
