use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use reactive_streams::{Driver, Publisher, Subscriber, Subscription};

use super::outcome::Resolver;
use super::{Outcome, SinkError};

/// The two halves of [`ConsumeExt::fold`](crate::ext::ConsumeExt::fold).
pub fn fold<T, E, A, F>(init: A, f: F) -> (impl Subscriber<T, E>, Outcome<A, E>)
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    let (resolver, outcome) = Outcome::new();
    (FoldSubscriber { accumulator: Some(init), f, resolver }, outcome)
}

/// Folds what it is given to: the loop that one would write by hand, where there is an iterator.
pub(crate) struct FoldDriver<A, F> {
    init: A,
    f: F,
}

impl<A, F> FoldDriver<A, F> {
    pub(crate) fn new(init: A, f: F) -> Self {
        Self { init, f }
    }
}

impl<T, E, A, F> Driver<T, E> for FoldDriver<A, F>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Output = Outcome<A, E>;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> Outcome<A, E> {
        let (subscriber, outcome) = fold(self.init, self.f);
        publisher.subscribe(subscriber);
        outcome
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> Outcome<A, E> {
        Outcome::ready(iterator.fold(self.init, self.f))
    }
}

struct FoldSubscriber<A, E, F> {
    /// Gone once `f` has panicked with it.
    accumulator: Option<A>,
    f: F,
    resolver: Resolver<A, E>,
}

impl<T, E, A, F> Subscriber<T, E> for FoldSubscriber<A, E, F>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.resolver.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if self.resolver.is_cancelled() {
            return;
        }
        let Some(accumulator) = self.accumulator.take() else { return };
        match catch_unwind(AssertUnwindSafe(|| (self.f)(accumulator, item))) {
            Ok(accumulator) => self.accumulator = Some(accumulator),
            Err(panic) => self.resolver.panicked(panic),
        }
    }

    fn on_error(self, error: E) {
        self.resolver.finish(Err(SinkError::Upstream(error)));
    }

    fn on_complete(self) {
        if let Some(accumulator) = self.accumulator {
            self.resolver.finish(Ok(accumulator));
        }
    }
}
