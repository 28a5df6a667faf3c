use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::deadline::Deadline;
use super::rule::{Evicted, Ranked, Refusal, Waiting};
use super::{OverflowObserver, OverflowPolicy, OverflowRule, Overflowed, Reason};
use crate::engine::{Arbiter, Drain, End, Feed, Signal, prefetch, prefetching};
use crate::source::channel::{Receiver, Refused, Shared};

/// Publisher for [`OverflowExt::on_overflow`](crate::ext::OverflowExt::on_overflow).
#[derive(Clone, Debug)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct OnOverflow<P, R, O> {
    upstream: P,
    capacity: NonZeroUsize,
    policy: OverflowPolicy<R, O>,
}

impl<P, R, O> OnOverflow<P, R, O> {
    pub(crate) fn new(upstream: P, capacity: NonZeroUsize, policy: OverflowPolicy<R, O>) -> Self {
        Self { upstream, capacity, policy }
    }
}

impl<P, R, O> Publisher for OnOverflow<P, R, O>
where
    P: Publisher,
    R: OverflowRule<P::Item, P::Error>,
    O: OverflowObserver<P::Item>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let Self { upstream, capacity, policy } = self;
        if R::HOLDS {
            let arbiter = prefetching(capacity);
            let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
            let (queue, feed) = prefetch(capacity, arbiter, drain.waker());
            drain.start(feed, subscriber);
            return upstream.subscribe(queue);
        }
        let arbiter = Arc::new(Arbiter::new(u64::MAX));
        let queue = Arc::new(Shared::new(capacity));
        let policy = Arc::new(policy);
        let drain = Drain::new(None, Some(Arc::clone(&arbiter)));
        queue.connect(drain.waker());
        let waiting = Outlet {
            upstream: Arc::clone(&arbiter),
            queue: Receiver(Arc::clone(&queue)),
            policy: Arc::clone(&policy),
        };
        drain.start(waiting, subscriber);
        upstream.subscribe(Inlet { queue, upstream: arbiter, capacity, policy, is_calling: false });
    }
}

/// The end of the buffer that takes whatever comes.
struct Inlet<T, E, R, O> {
    queue: Arc<Shared<Ranked<T>, E>>,
    upstream: Arc<Arbiter>,
    capacity: NonZeroUsize,
    policy: Arc<OverflowPolicy<R, O>>,
    /// User code runs. Stays so if it panics: then everything is dropped.
    is_calling: bool,
}

impl<T, E, R, O> Inlet<T, E, R, O>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
{
    /// Takes an element in; if there is no room it is given back, and is the caller's to refuse.
    fn push(&self, ranked: Ranked<T>) -> Option<T> {
        let make_room = |waiting: &mut Waiting<T>, newest: &Ranked<T>| {
            self.policy.rule.evict(waiting, newest.rank)
        };
        match self.queue.push_over(ranked, make_room) {
            Ok(evicted) => self.evicted(evicted),
            Err(Refused::Full(ranked)) => return Some(ranked.element),
            Err(Refused::Closed(..)) => {} // §2.8
        }
        None
    }

    /// As [`push`](Self::push), when there is room; gives the element back if there is none in time.
    fn push_in_time(&self, rank: i64, mut element: T, deadline: &Deadline) -> Option<T> {
        loop {
            let in_time = deadline.wait_for_room(&self.queue);
            element = self.push(Ranked { rank, element })?;
            if !in_time {
                return Some(element);
            }
        }
    }

    fn evicted(&self, evicted: Option<Evicted<T>>) {
        let tell = |reason, Ranked { element, .. }: Ranked<T>| {
            self.policy.observer.overflowed(Overflowed { reason, element });
        };
        match evicted {
            Some(Evicted::One(reason, ranked)) => tell(reason, ranked),
            Some(Evicted::Many(reason, all)) => all.into_iter().for_each(|it| tell(reason, it)),
            None => {}
        }
    }

    fn refuse(&self, element: T) {
        let Refusal { dropped, error } = self.policy.rule.refuse(element, self.capacity);
        if let Some(dropped) = dropped {
            self.policy.observer.overflowed(dropped);
        }
        if let Some(error) = error {
            self.upstream.cancel();
            self.queue.end_or_drop(End::Error(error)); // unless it has ended before, or is cancelled
        }
    }
}

impl<T, E, R, O> Subscriber<T, E> for Inlet<T, E, R, O>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, element: T) {
        self.is_calling = true;
        let rank = self.policy.rule.rank(&element);
        if let Some(element) = self.push(Ranked { rank, element }) {
            let left = match self.policy.rule.deadline() {
                Some(deadline) => self.push_in_time(rank, element, &deadline),
                None => Some(element),
            };
            if let Some(element) = left {
                self.refuse(element);
            }
        }
        self.is_calling = false;
    }

    fn on_error(self, error: E) {
        self.upstream.finish();
        self.queue.end_now(End::Error(error)); // §4.2
    }

    fn on_complete(self) {
        self.upstream.finish();
        drop(self.queue.end(End::Complete)); // as above
    }
}

impl<T, E, R, O> Drop for Inlet<T, E, R, O> {
    fn drop(&mut self) {
        self.upstream.finish();
        if self.is_calling {
            self.queue.clear();
        }
        drop(self.queue.end(End::Abandoned)); // without effect after a terminal signal
    }
}

/// The end from which elements are taken.
struct Outlet<T, E, R, O> {
    queue: Receiver<Ranked<T>, E>,
    upstream: Arc<Arbiter>,
    policy: Arc<OverflowPolicy<R, O>>,
}

impl<T, E, R, O> Feed for Outlet<T, E, R, O>
where
    T: Send + 'static,
    E: Send + 'static,
    R: OverflowRule<T, E>,
    O: OverflowObserver<T>,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        loop {
            match self.queue.next(wanted) {
                Signal::Next(Ranked { rank, element }) => {
                    if !self.policy.rule.is_stale(rank) {
                        return Signal::Next(element);
                    }
                    let reason = Reason::TooOld;
                    self.policy.observer.overflowed(Overflowed { reason, element });
                }
                Signal::Wait => return Signal::Wait,
                Signal::End(end) => return Signal::End(end),
            }
        }
    }
}

impl<T, E, R, O> Drop for Outlet<T, E, R, O> {
    fn drop(&mut self) {
        self.upstream.cancel();
    }
}
