use reactive_streams::{Burst, Subscriber};

use super::End;
use crate::sync::{AtomicBool, Mutex, Ordering, lock};

/// A subscriber that several parties signal: one gives it elements, others end or cancel it.
///
/// It is taken out while it is signalled. An end that comes meanwhile, or before there is a
/// subscriber, waits until it is put (back). Elements for one that is not here are dropped (§2.8).
pub(crate) struct Outlet<S, E> {
    state: Mutex<State<S, E>>,
    /// Set under the lock, and read without it by whoever has the subscriber.
    closed: AtomicBool,
}

struct State<S, E> {
    subscriber: Option<S>,
    end: Option<End<E>>,
}

impl<S, E> Outlet<S, E> {
    pub(crate) fn new() -> Self {
        let state = Mutex::new(State { subscriber: None, end: None });
        Self { state, closed: AtomicBool::new(false) }
    }

    /// Puts the subscriber (back); the parties of an ended stream find no subscriber any more.
    pub(crate) fn put<T>(&self, subscriber: S)
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        if self.is_closed() {
            drop(state);
            drop(subscriber);
        } else if let Some(end) = state.end.take() {
            self.closed.store(true, Ordering::Release);
            drop(state);
            end.signal(subscriber);
        } else {
            state.subscriber = Some(subscriber);
        }
    }

    /// Takes the subscriber out, to be [`put`](Self::put) back; none if the stream has ended.
    pub(crate) fn take(&self) -> Option<S> {
        lock(&self.state).subscriber.take()
    }

    /// Hands over an element, and tells whether it used up demand.
    pub(crate) fn next<T>(&self, item: T) -> bool
    where
        S: Subscriber<T, E>,
    {
        let Some(mut subscriber) = self.take() else { return true };
        let used = subscriber.try_on_next(item);
        self.put(subscriber);
        used
    }

    /// Lends a burst. Without a subscriber nothing is taken, and its elements come one by one.
    pub(crate) fn burst<T, B>(&self, burst: B)
    where
        S: Subscriber<T, E>,
        B: Burst<T>,
    {
        let Some(mut subscriber) = self.take() else { return };
        subscriber.on_burst(burst);
        self.put(subscriber);
    }

    /// Ends the stream at once, or as soon as the subscriber is here. The first end counts; another one is
    /// given back.
    pub(crate) fn end<T>(&self, end: End<E>) -> Option<End<E>>
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        let end = if self.is_closed() || state.end.is_some() {
            Some(end)
        } else {
            state.end.replace(end)
        };
        let subscriber = state.subscriber.take();
        drop(state);
        if let Some(subscriber) = subscriber {
            self.put(subscriber);
        }
        end
    }

    /// Drops the subscriber, now or when it is put back.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        self.closed.store(true, Ordering::Release);
        let dropped = (state.subscriber.take(), state.end.take());
        drop(state);
        drop(dropped);
    }

    pub(crate) fn is_closed(&self) -> bool {
        // Relaxed: what follows from it is ordered by the lock.
        self.closed.load(Ordering::Relaxed)
    }
}
