//! The engine that flattens a stream of publishers one after another.

mod inner;
mod outer;
mod turn;

use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber, Subscription};

use super::{Arbiter, End, Outlet};
use crate::hooks::drop_error;
use crate::sync::{AtomicUsize, Mutex, Ordering, lock};
use outer::Outer;

/// Subscribes `subscriber` to the elements of what `f` makes of the elements of `upstream`.
pub(crate) fn concat<P, F, Q, S>(upstream: P, f: F, delay_errors: bool, mut subscriber: S)
where
    P: Publisher,
    F: FnMut(P::Item) -> Q + Send + 'static,
    Q: Publisher<Error = P::Error>,
    S: Subscriber<Q::Item, P::Error>,
{
    let link = Arc::new(Link {
        outlet: Outlet::new(),
        outer: Arbiter::new(1),
        inner: Arbiter::new(0),
        live: AtomicUsize::new(1),
        delayed: delay_errors.then(|| Mutex::new(None)),
    });
    subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
    link.outlet.put(subscriber);
    upstream.subscribe(Outer::new(link, f));
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
    /// The first error, if errors are to wait for the end.
    delayed: Option<Mutex<Option<E>>>,
}

impl<S, E> Link<S, E> {
    /// One of the two has completed; whether it was the last.
    fn complete<T>(&self) -> bool
    where
        E: Send + 'static,
        S: Subscriber<T, E>,
    {
        let last = self.live.fetch_sub(1, Ordering::AcqRel) == 1;
        if last {
            let error = self.delayed.as_ref().and_then(|error| lock(error).take());
            End::undelivered(self.outlet.end(error.map_or(End::Complete, End::Error)));
        }
        last
    }

    /// One of the two has failed; whether that is to count as completion for now.
    fn fail<T>(&self, error: E) -> bool
    where
        E: Send + 'static,
        S: Subscriber<T, E>,
    {
        let Some(delayed) = &self.delayed else {
            End::undelivered(self.outlet.end(End::Error(error)));
            return false;
        };
        let mut first = lock(delayed);
        if first.is_none() && !self.outlet.is_closed() {
            *first = Some(error);
            return true;
        }
        drop(first);
        drop_error(error); // after the lock: foreign code
        true
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
    fn request(&self, demand: reactive_streams::Demand) {
        self.inner.request(demand);
    }

    fn cancel(&self) {
        self.outlet.close();
        self.outer.cancel();
        self.inner.cancel();
    }
}
