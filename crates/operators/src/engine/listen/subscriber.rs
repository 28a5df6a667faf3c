use std::marker::PhantomData;
use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::link::ListenLink;
use super::{Listener, UpwardListener};

/// A listener between an upstream and a downstream.
pub(super) struct ListenSubscriber<T, E, S, L: Listener<T, E>> {
    downstream: S,
    listener: L,
    link: Link<L::Upward>,
    items: PhantomData<fn(T, E)>,
}

/// What a listener has to keep of its subscription.
enum Link<U> {
    /// It is not there yet.
    None,
    /// Nothing: only what comes from the upstream is listened to.
    Straight,
    Listens(Arc<ListenLink<U>>),
}

impl<U: UpwardListener> Link<U> {
    fn end(&self) {
        if let Self::Listens(link) = self {
            link.end();
        }
    }
}

impl<T, E, S, L: Listener<T, E>> ListenSubscriber<T, E, S, L> {
    pub(super) fn new(listener: L, downstream: S) -> Self {
        Self { downstream, listener, link: Link::None, items: PhantomData }
    }
}

impl<T, E, S, L> Subscriber<T, E> for ListenSubscriber<T, E, S, L>
where
    T: 'static,
    E: 'static,
    L: Listener<T, E>,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if !matches!(self.link, Link::None) {
            return subscription.cancel(); // §2.5
        }
        let upward = self.listener.upward();
        if L::Upward::LISTENS {
            let link = ListenLink::new(subscription, upward);
            self.link = Link::Listens(Arc::clone(&link));
            self.downstream.on_subscribe(link);
        } else {
            self.link = Link::Straight;
            self.downstream.on_subscribe(subscription);
        }
    }

    fn on_next(&mut self, item: T) {
        self.listener.on_next(&item);
        self.downstream.on_next(item);
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.listener.on_next(&item);
        self.downstream.try_on_next(item)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let (listener, errors) = (&mut self.listener, PhantomData::<fn(E)>);
        self.downstream.on_burst(ListenBurst { burst, listener, errors });
    }

    fn on_error(mut self, error: E) {
        self.link.end();
        self.listener.on_error(&error);
        self.downstream.on_error(error);
        self.listener.after_terminate();
    }

    fn on_complete(mut self) {
        self.link.end();
        self.listener.on_complete();
        self.downstream.on_complete();
        self.listener.after_terminate();
    }
}

/// A burst whose elements are listened to.
struct ListenBurst<'a, B, L, E> {
    burst: B,
    listener: &'a mut L,
    errors: PhantomData<fn(E)>,
}

impl<T, E, B, L> Burst<T> for ListenBurst<'_, B, L, E>
where
    B: Burst<T>,
    L: Listener<T, E>,
{
    fn next(&mut self) -> Option<T> {
        let item = self.burst.next()?;
        self.listener.on_next(&item);
        Some(item)
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}
