use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, Follower};
use crate::hooks::drop_error;

/// What follows a publisher of at most one element: another publisher, or nothing.
pub(super) trait Sequel<T, E>: Send + 'static {
    type Next: Publisher<Error = E>;

    /// What follows the element.
    fn of_item(&mut self, item: T) -> Option<Self::Next>;

    /// What follows the end, if nothing has followed an element.
    fn of_end(self) -> Option<Self::Next>;
}

/// Subscribes to `first`, and then to its sequel, which gets the demand of `subscriber`.
///
/// The element goes no further than here, so the same demand is good for both. An [`Arbiter`] moves
/// it on, and is the trampoline: the sequel is asked when the request to `first` has returned.
pub(super) fn subscribe<P, N, S>(first: P, sequel: N, mut subscriber: S)
where
    P: Publisher,
    N: Sequel<P::Item, P::Error>,
    S: Subscriber<<N::Next as Publisher>::Item, P::Error>,
{
    let upstream = Arc::new(Arbiter::new(0));
    subscriber.on_subscribe(Arc::clone(&upstream) as Arc<dyn Subscription>);
    first.subscribe(First { open: Some((subscriber, sequel)), upstream, items: PhantomData });
}

/// The subscriber of what comes first.
struct First<S, N, T, E> {
    /// Gone when the sequel has been subscribed.
    open: Option<(S, N)>,
    upstream: Arc<Arbiter>,
    items: PhantomData<fn(T, E)>,
}

impl<S, N, T, E> First<S, N, T, E>
where
    T: 'static,
    E: Send + 'static,
    N: Sequel<T, E>,
    S: Subscriber<<N::Next as Publisher>::Item, E>,
{
    fn follow(&self, next: N::Next, downstream: S) {
        self.upstream.disconnect(0);
        if !self.upstream.is_done() {
            next.subscribe(Follower::new(downstream, Arc::clone(&self.upstream)));
        }
    }
}

impl<S, N, T, E> Subscriber<T, E> for First<S, N, T, E>
where
    T: 'static,
    E: Send + 'static,
    N: Sequel<T, E>,
    S: Subscriber<<N::Next as Publisher>::Item, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if self.open.is_some() {
            self.upstream.connect(subscription);
        } else {
            subscription.cancel(); // §2.5: the one that is connected is the sequel's
        }
    }

    fn on_next(&mut self, item: T) {
        if self.upstream.is_done() {
            return; // §2.8
        }
        let Some((downstream, mut sequel)) = self.open.take() else { return };
        match sequel.of_item(item) {
            Some(next) => self.follow(next, downstream),
            None => self.open = Some((downstream, sequel)),
        }
    }

    fn on_error(self, error: E) {
        match self.open {
            Some((downstream, _)) => {
                self.upstream.finish();
                downstream.on_error(error);
            }
            None => drop_error(error),
        }
    }

    fn on_complete(mut self) {
        let Some((downstream, sequel)) = self.open.take() else { return };
        match sequel.of_end() {
            Some(next) => self.follow(next, downstream),
            None => {
                self.upstream.finish();
                downstream.on_complete();
            }
        }
    }
}

/// The publisher that a function makes of the element.
pub(super) struct OfItem<F>(Option<F>);

impl<F> OfItem<F> {
    pub(super) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F, Q> Sequel<T, E> for OfItem<F>
where
    F: FnOnce(T) -> Q + Send + 'static,
    Q: Publisher<Error = E>,
{
    type Next = Q;

    fn of_item(&mut self, item: T) -> Option<Q> {
        self.0.take().map(|f| f(item))
    }

    fn of_end(self) -> Option<Q> {
        None
    }
}

/// The publisher that follows the end.
pub(super) struct OfEnd<Q>(pub(super) Q);

impl<T, E, Q: Publisher<Error = E>> Sequel<T, E> for OfEnd<Q> {
    type Next = Q;

    fn of_item(&mut self, _item: T) -> Option<Q> {
        None
    }

    fn of_end(self) -> Option<Q> {
        Some(self.0)
    }
}
