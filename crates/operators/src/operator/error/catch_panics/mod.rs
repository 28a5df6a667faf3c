mod guard;

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use reactive_streams::{Burst, Processor, Publisher, Subscriber, Subscription};

use crate::engine::Panicked;
use crate::processor::{ChainSubscriber, Upstream, processor};
use guard::Guard;

/// Publisher for [`ErrorExt::catch_panics`](crate::ext::ErrorExt::catch_panics).
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct CatchPanics<P, F> {
    upstream: P,
    segment: F,
}

impl<P, F> CatchPanics<P, F> {
    pub(crate) fn new(upstream: P, segment: F) -> Self {
        Self { upstream, segment }
    }
}

impl<P: fmt::Debug, F> fmt::Debug for CatchPanics<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatchPanics").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

impl<P, F, Q> Publisher for CatchPanics<P, F>
where
    P: Publisher,
    F: FnOnce(Upstream<P::Item, P::Error>) -> Q + Send + 'static,
    Q: Publisher<Error: From<Panicked>>,
{
    type Item = Q::Item;
    type Error = Q::Error;

    fn subscribe<S: Subscriber<Q::Item, Q::Error>>(self, subscriber: S) {
        let guard = Arc::new(Guard::new());
        let (entry, segment) = processor(self.segment).split();
        let exit =
            Exit { downstream: Some(subscriber), guard: Arc::clone(&guard), items: PhantomData };
        segment.subscribe(exit);
        self.upstream.subscribe(Entry { segment: Some(entry), guard, items: PhantomData });
    }
}

/// The end of the segment that is subscribed to the upstream: catches what panics behind it.
struct Entry<T: 'static, E: 'static, U, X, S> {
    /// Gone when it has panicked.
    segment: Option<ChainSubscriber<T, E>>,
    guard: Arc<Guard<S, X>>,
    items: PhantomData<fn(U)>,
}

impl<T, E, U, X, S> Entry<T, E, U, X, S>
where
    X: From<Panicked>,
    S: Subscriber<U, X>,
{
    /// Calls into the segment; gives nothing if that is gone, or has panicked.
    fn call<R>(&mut self, call: impl FnOnce(&mut ChainSubscriber<T, E>) -> R) -> Option<R> {
        let (segment, guard) = (self.segment.as_mut()?, &self.guard);
        match catch_unwind(AssertUnwindSafe(|| guard.call_in(|| call(segment)))) {
            Ok(result) => Some(result),
            Err(panic) => {
                self.fail(panic);
                None
            }
        }
    }

    /// As [`call`](Self::call), for the last time.
    fn end(mut self, call: impl FnOnce(ChainSubscriber<T, E>)) {
        let Some(segment) = self.segment.take() else { return };
        let guard = &self.guard;
        let end = catch_unwind(AssertUnwindSafe(|| guard.call_in(|| call(segment))));
        if let Err(panic) = end {
            self.fail(panic);
        }
    }

    fn fail(&mut self, panic: Box<dyn Any + Send>) {
        let segment = self.segment.take();
        if self.guard.is_from_outside() {
            resume_unwind(panic);
        }
        let error = X::from(Panicked::new("catch_panics", &*panic));
        if self.guard.fail(error, segment).is_err() {
            resume_unwind(panic);
        }
    }
}

impl<T, E, U, X, S> Subscriber<T, E> for Entry<T, E, U, X, S>
where
    T: Send + 'static,
    E: Send + 'static,
    U: 'static,
    X: From<Panicked> + Send + 'static,
    S: Subscriber<U, X>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        match &mut self.segment {
            Some(segment) => segment.on_subscribe(subscription),
            None => subscription.cancel(), // §2.5
        }
    }

    fn on_next(&mut self, item: T) {
        self.call(|segment| segment.on_next(item));
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.call(|segment| segment.try_on_next(item)).unwrap_or(true)
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        let guard = Arc::clone(&self.guard);
        self.call(|segment| segment.on_burst(Upward { burst, guard: &guard }));
    }

    fn on_error(self, error: E) {
        self.end(|segment| segment.on_error(error));
    }

    fn on_complete(self) {
        self.end(ChainSubscriber::on_complete);
    }
}

/// A burst whose elements come from outside the segment.
struct Upward<'a, B, S, X> {
    burst: B,
    guard: &'a Guard<S, X>,
}

impl<T, B: Burst<T>, S, X> Burst<T> for Upward<'_, B, S, X> {
    fn next(&mut self) -> Option<T> {
        let burst = &mut self.burst;
        self.guard.call_out(|| burst.next())
    }

    fn unused(&mut self) {
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// The subscriber of the segment: what panics behind it is none of its panics.
struct Exit<U, X, S: Subscriber<U, X>> {
    /// Gone after a terminal signal.
    downstream: Option<S>,
    guard: Arc<Guard<S, X>>,
    items: PhantomData<fn(U)>,
}

impl<U, X, S: Subscriber<U, X>> Exit<U, X, S> {
    fn end(&mut self, end: impl FnOnce(S)) {
        if let Some(downstream) = self.downstream.take() {
            self.guard.close();
            self.guard.call_out(|| end(downstream));
        }
    }
}

impl<U, X, S> Subscriber<U, X> for Exit<U, X, S>
where
    U: 'static,
    X: Send + 'static,
    S: Subscriber<U, X>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if let Some(downstream) = &mut self.downstream {
            self.guard.call_out(|| downstream.on_subscribe(subscription));
        }
    }

    fn on_next(&mut self, item: U) {
        if let Some(downstream) = &mut self.downstream {
            self.guard.call_out(|| downstream.on_next(item));
        }
    }

    fn try_on_next(&mut self, item: U) -> bool {
        let Some(downstream) = &mut self.downstream else { return true };
        self.guard.call_out(|| downstream.try_on_next(item))
    }

    fn on_error(mut self, error: X) {
        self.end(|downstream| downstream.on_error(error));
    }

    fn on_complete(mut self) {
        self.end(S::on_complete);
    }
}

impl<U, X, S: Subscriber<U, X>> Drop for Exit<U, X, S> {
    fn drop(&mut self) {
        if let Some(downstream) = self.downstream.take() {
            self.guard.let_go(downstream);
        }
    }
}
