use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, Weak};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::Worker;

use super::Limiter;
use crate::sync::lock;

/// Publisher for [`RateLimitExt::rate_hold`](crate::ext::RateLimitExt::rate_hold).
#[must_use = "publishers do nothing unless subscribed"]
pub struct RateHold<P, L> {
    upstream: P,
    limiter: Arc<L>,
    worker: Arc<dyn Worker>,
}

impl<P, L> RateHold<P, L> {
    pub(crate) fn new(upstream: P, limiter: L, worker: Box<dyn Worker>) -> Self {
        Self { upstream, limiter: Arc::new(limiter), worker: Arc::from(worker) }
    }
}

// By hand, because the derived one would ask for `L: Clone`.
impl<P: Clone, L> Clone for RateHold<P, L> {
    fn clone(&self) -> Self {
        let (limiter, worker) = (Arc::clone(&self.limiter), Arc::clone(&self.worker));
        Self { upstream: self.upstream.clone(), limiter, worker }
    }
}

impl<P: fmt::Debug, L: fmt::Debug> fmt::Debug for RateHold<P, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateHold")
            .field("upstream", &self.upstream)
            .field("limiter", &self.limiter)
            .finish_non_exhaustive()
    }
}

impl<P: Publisher, L: Limiter<P::Item>> Publisher for RateHold<P, L> {
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, limiter, worker } = self;
        let held = move |item| {
            let (limiter, worker) = (Arc::clone(&limiter), Arc::clone(&worker));
            Held { item, limiter, worker, errors: PhantomData }
        };
        upstream.concat_map(held).subscribe(subscriber);
    }
}

/// One element, that is given when it is wanted and its rate allows it.
struct Held<T, L, E> {
    item: T,
    limiter: Arc<L>,
    worker: Arc<dyn Worker>,
    errors: PhantomData<fn() -> E>,
}

impl<T, L, E> Publisher for Held<T, L, E>
where
    T: Send + 'static,
    L: Limiter<T>,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, mut subscriber: S) {
        let Self { item, limiter, worker, .. } = self;
        let turn = Turn { waiting: None, wanted: false, timer_is_set: false, cancelled: false };
        let link = Arc::new_cyclic(|me| Link {
            me: Weak::clone(me),
            turn: Mutex::new(turn),
            limiter,
            worker,
            errors: PhantomData,
        });
        subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
        link.put((item, subscriber));
        link.turn();
    }
}

/// The element and its subscriber; whoever takes them out has the turn.
struct Link<T, L, S, E> {
    me: Weak<Self>,
    turn: Mutex<Turn<T, S>>,
    limiter: Arc<L>,
    worker: Arc<dyn Worker>,
    errors: PhantomData<fn() -> E>,
}

struct Turn<T, S> {
    waiting: Option<(T, S)>,
    wanted: bool,
    timer_is_set: bool,
    cancelled: bool,
}

impl<T, L, S, E> Link<T, L, S, E>
where
    T: Send + 'static,
    L: Limiter<T>,
    S: Subscriber<T, E>,
    E: 'static,
{
    /// Gives the element, if it is time; otherwise has itself woken when it is.
    fn turn(&self) {
        let mut turn = lock(&self.turn);
        let is_due = turn.wanted && !turn.timer_is_set;
        let Some((item, mut subscriber)) = turn.waiting.take_if(|_| is_due) else { return };
        drop(turn);
        if let Err(limited) = self.limiter.check(&item) {
            lock(&self.turn).timer_is_set = true;
            self.put((item, subscriber));
            let again = Again(self.me.upgrade());
            return self.worker.schedule_after(limited.retry_after, Box::new(|| again.run()));
        }
        subscriber.on_next(item);
        if !lock(&self.turn).cancelled {
            subscriber.on_complete();
        }
    }

    fn put(&self, waiting: (T, S)) {
        let mut turn = lock(&self.turn);
        if !turn.cancelled {
            turn.waiting = Some(waiting);
            return;
        }
        drop(turn);
        drop(waiting); // after the lock: foreign code
    }
}

impl<T, L, S, E> Subscription for Link<T, L, S, E>
where
    T: Send + 'static,
    L: Limiter<T>,
    S: Subscriber<T, E>,
    E: 'static,
{
    fn request(&self, _: Demand) {
        lock(&self.turn).wanted = true;
        self.turn();
    }

    fn cancel(&self) {
        let mut turn = lock(&self.turn);
        turn.cancelled = true;
        let waiting = turn.waiting.take();
        drop(turn);
        drop(waiting);
    }
}

/// Another turn. A worker that has shut down drops it: then it is never time again, and the subscriber learns
/// that from its drop.
struct Again<T, L, S, E>(Option<Arc<Link<T, L, S, E>>>)
where
    T: Send + 'static,
    L: Limiter<T>,
    S: Subscriber<T, E>,
    E: 'static;

impl<T, L, S, E> Again<T, L, S, E>
where
    T: Send + 'static,
    L: Limiter<T>,
    S: Subscriber<T, E>,
    E: 'static,
{
    fn run(mut self) {
        if let Some(link) = self.0.take() {
            lock(&link.turn).timer_is_set = false;
            link.turn();
        }
    }
}

impl<T, L, S, E> Drop for Again<T, L, S, E>
where
    T: Send + 'static,
    L: Limiter<T>,
    S: Subscriber<T, E>,
    E: 'static,
{
    fn drop(&mut self) {
        if let Some(link) = self.0.take() {
            link.cancel();
        }
    }
}
