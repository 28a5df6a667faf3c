use std::cell::Cell;
use std::ops::ControlFlow::{Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use reactive_streams::{Burst, Driver, Publisher, Subscriber, Subscription};

use super::outcome::Resolver;
use super::{Outcome, SinkError};
use crate::engine::{One, Reducer, reduce};
use crate::hooks::drop_error;
use crate::mono::Cardinality;

/// What there is to wait for, if a stream is reduced by an `R`.
type Reduced<A, T, E, R> =
    <<R as Reducer<A, T, E>>::Cardinality as Cardinality>::Of<<R as Reducer<A, T, E>>::Item>;

/// Reduces what it is given to: the loop that one would write by hand, where there is an iterator.
pub(crate) struct ReduceDriver<A, R> {
    init: A,
    reducer: R,
}

impl<A, R> ReduceDriver<A, R> {
    pub(crate) fn new(init: A, reducer: R) -> Self {
        Self { init, reducer }
    }
}

impl<T, E, A, R> Driver<T, E> for ReduceDriver<A, R>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    R: Reducer<A, T, E>,
{
    type Output = Outcome<Reduced<A, T, E, R>, E>;
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> Self::Output {
        let (subscriber, outcome) = halves(self.init, self.reducer);
        publisher.subscribe(subscriber);
        outcome
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> Self::Output {
        let Self { init, mut reducer } = self;
        let state = reduce(iterator, init, &mut reducer);
        Outcome::ready(result(reducer, state))
    }
}

/// The two halves of a sink that reduces.
pub(super) fn halves<T, E, A, R>(
    init: A,
    reducer: R,
) -> (ReduceSubscriber<A, R, Reduced<A, T, E, R>, E>, Outcome<Reduced<A, T, E, R>, E>)
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    R: Reducer<A, T, E>,
{
    let (resolver, outcome) = Outcome::new(reducer.demand());
    (ReduceSubscriber { open: Some((init, reducer)), resolver }, outcome)
}

fn result<T, E, A, R>(reducer: R, state: A) -> Result<Reduced<A, T, E, R>, SinkError<E>>
where
    R: Reducer<A, T, E>,
{
    let element = reducer.finish(state).map_err(SinkError::Upstream)?;
    R::Cardinality::of(element).ok_or(SinkError::Empty)
}

/// The subscriber of a sink that reduces.
pub(super) struct ReduceSubscriber<A, R, U, E> {
    /// Gone when no more elements are needed, or user code has panicked.
    open: Option<(A, R)>,
    resolver: Resolver<U, E>,
}

impl<T, E, A, R> Subscriber<T, E> for ReduceSubscriber<A, R, Reduced<A, T, E, R>, E>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    R: Reducer<A, T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.resolver.connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.on_burst(One::new(item, &mut true));
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if self.resolver.is_cancelled() {
            return;
        }
        let Some((mut state, mut reducer)) = self.open.take() else { return };
        // Taking an element may run user code as well, whose panic is not ours to keep.
        let ours = Cell::new(false);
        let reduced = catch_unwind(AssertUnwindSafe(|| {
            while let Some(item) = burst.next() {
                ours.set(true);
                match reducer.step(state, item) {
                    Continue(next) => state = next,
                    Break(state) => return (Break(state), reducer),
                }
                ours.set(false);
            }
            (Continue(state), reducer)
        }));
        match reduced {
            Ok((Continue(state), reducer)) => self.open = Some((state, reducer)),
            Ok((Break(state), reducer)) => self.resolver.stop(result(reducer, state)),
            Err(panic) if ours.get() => self.resolver.panicked(panic),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn on_error(self, error: E) {
        if self.resolver.is_cancelled() {
            drop_error(error);
        } else {
            self.resolver.finish(Err(SinkError::Upstream(error)));
        }
    }

    fn on_complete(self) {
        let Self { open, mut resolver } = self;
        if let Some((state, reducer)) = open {
            match catch_unwind(AssertUnwindSafe(|| result(reducer, state))) {
                Ok(result) => resolver.finish(result),
                Err(panic) => resolver.panicked(panic),
            }
        }
    }
}
