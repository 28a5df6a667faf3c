//! A publisher written by hand.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};

/// Counts down to one.
pub(crate) struct Countdown(pub(crate) u64);

struct Link<S> {
    requested: AtomicU64,
    cancelled: AtomicBool,
    /// The subscriber and the next number; out of its place while somebody emits.
    state: Mutex<Option<(S, u64)>>,
}

impl<S: Subscriber<u64, Infallible>> Link<S> {
    fn put(&self, state: (S, u64)) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    fn take(&self) -> Option<(S, u64)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Emits what was requested. Who finds the state gone has added to what its holder will emit.
    fn emit(&self) {
        while let Some((mut subscriber, mut next)) = self.take() {
            loop {
                if self.cancelled.load(SeqCst) {
                    return; // §3.13: the subscriber is dropped
                }
                if next == 0 {
                    return subscriber.on_complete();
                }
                if self.requested.load(SeqCst) == 0 {
                    break;
                }
                if subscriber.try_on_next(next) {
                    let less = |n: u64| Some(if n == u64::MAX { n } else { n - 1 });
                    self.requested.fetch_update(SeqCst, SeqCst, less).ok();
                }
                next -= 1;
            }
            self.put((subscriber, next));
            if self.requested.load(SeqCst) == 0 && !self.cancelled.load(SeqCst) {
                return;
            }
        }
    }
}

impl<S: Subscriber<u64, Infallible>> Subscription for Link<S> {
    fn request(&self, demand: Demand) {
        let more = |n: u64| Some(n.saturating_add(demand.get()));
        self.requested.fetch_update(SeqCst, SeqCst, more).ok();
        self.emit();
    }

    fn cancel(&self) {
        self.cancelled.store(true, SeqCst);
        self.emit();
    }
}

impl Publisher for Countdown {
    type Item = u64;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u64, Infallible>>(self, mut subscriber: S) {
        let link = Arc::new(Link {
            requested: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            state: Mutex::new(None),
        });
        subscriber.on_subscribe(link.clone());
        link.put((subscriber, self.0));
        link.emit();
    }
}
