use std::fmt;
use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Driver, Publisher, Subscriber, Subscription};

use super::tail::Once;
use super::{End, Tail};
use crate::hooks::drop_error;
use crate::mono::Cardinality;
use crate::source::FromIter;

/// What makes one value of a whole stream, or none.
///
/// [`Reduce`] makes a publisher of it.
pub trait Reducer<A, T, E>: Send + 'static {
    /// What comes out.
    type Item: Send + 'static;

    /// Whether there may be nothing.
    type Cardinality: Cardinality;

    /// Whether [`finish`](Self::finish) may fail. One that says it does not can be fused.
    const FAILS: bool = true;

    /// Whether [`step`](Self::step) may answer `Break`. One that says it does not costs less.
    const BREAKS: bool = true;

    /// What to request of the upstream, in all; unbounded if it does not say.
    fn demand(&self) -> Demand {
        Demand::UNBOUNDED
    }

    /// Takes an element in; `Break` if no more are needed: then the upstream is cancelled.
    fn step(&mut self, state: A, item: T) -> ControlFlow<A, A>;

    /// What comes out in the end.
    ///
    /// # Errors
    ///
    /// What the stream is to fail with.
    fn finish(self, state: A) -> Result<Option<Self::Item>, E>;
}

/// A publisher of what a [`Reducer`] makes of a stream.
///
/// The first request has the upstream asked for all that the reducer [needs](Reducer::demand); the
/// result waits for a request.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Reduce<P, A, R> {
    upstream: P,
    init: A,
    reducer: R,
}

impl<P, A, R> Reduce<P, A, R> {
    pub(crate) fn new(upstream: P, init: A, reducer: R) -> Self {
        Self { upstream, init, reducer }
    }

    pub(crate) fn into_parts(self) -> (P, A, R) {
        (self.upstream, self.init, self.reducer)
    }
}

impl<P: fmt::Debug, A, R: fmt::Debug> fmt::Debug for Reduce<P, A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reduce")
            .field("upstream", &self.upstream)
            .field("reducer", &self.reducer)
            .finish_non_exhaustive()
    }
}

impl<P, A, R> Publisher for Reduce<P, A, R>
where
    P: Publisher,
    A: Send + 'static,
    R: Reducer<A, P::Item, P::Error>,
{
    type Item = R::Item;
    type Error = P::Error;
    const IS_ITERATOR: bool = P::IS_ITERATOR && !R::FAILS;

    fn subscribe<S: Subscriber<R::Item, P::Error>>(self, subscriber: S) {
        let open = Some((subscriber, self.reducer));
        self.upstream.subscribe(ReduceSubscriber { open, state: Some(self.init), link: None });
    }

    fn drive<D: Driver<R::Item, P::Error>>(self, driver: D) -> D::Output {
        self.upstream.drive(ReduceDriver { driver, init: self.init, reducer: self.reducer })
    }
}

struct ReduceDriver<D, A, R> {
    driver: D,
    init: A,
    reducer: R,
}

impl<T, E, D, A, R> Driver<T, E> for ReduceDriver<D, A, R>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    R: Reducer<A, T, E>,
    D: Driver<R::Item, E>,
{
    type Output = D::Output;
    const CANCELLABLE: bool = D::CANCELLABLE;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> D::Output {
        self.driver.push(Reduce::new(publisher, self.init, self.reducer))
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> D::Output {
        if R::FAILS || D::CANCELLABLE {
            // An iterator has no way to fail, nor to be cancelled.
            return self.push(FromIter::new(iterator));
        }
        let Self { driver, init, mut reducer } = self;
        let reduced = move || {
            let state = reduce(iterator, init, &mut reducer);
            reducer.finish(state).ok().flatten()
        };
        driver.pull(Lazy(Some(reduced)))
    }
}

/// What `reducer` makes of the items, before it has finished.
pub(crate) fn reduce<I, A, E, R>(mut iterator: I, init: A, reducer: &mut R) -> A
where
    I: Iterator,
    R: Reducer<A, I::Item, E>,
{
    let step = |state, item| match reducer.step(state, item) {
        Continue(state) | Break(state) => state,
    };
    if !R::BREAKS {
        // Adaptors have a `fold` of their own; a `try_fold` they cannot have.
        return iterator.fold(init, step);
    }
    match iterator.try_fold(init, |state, item| reducer.step(state, item)) {
        Continue(state) | Break(state) => state,
    }
}

/// At most one value, made when it is asked for.
struct Lazy<F>(Option<F>);

impl<T, F: FnOnce() -> Option<T>> Iterator for Lazy<F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.take().and_then(|make| make())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(usize::from(self.0.is_some())))
    }
}

struct ReduceSubscriber<S, T, E, A, R> {
    /// Gone when no more elements are needed.
    open: Option<(S, R)>,
    /// Gone once `step` has panicked with it.
    state: Option<A>,
    link: Option<Arc<Tail<S, T, E, Once>>>,
}

impl<S, T, E, A, R> ReduceSubscriber<S, T, E, A, R>
where
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    /// The result, to the downstream.
    fn finish<U>(&mut self)
    where
        R: Reducer<A, U, E, Item = T>,
    {
        let (Some((downstream, reducer)), Some(link), Some(state)) =
            (self.open.take(), &self.link, self.state.take())
        else {
            return;
        };
        match reducer.finish(state) {
            Ok(Some(item)) => link.finish(downstream, 0, item),
            Ok(None) => link.end(downstream, End::Complete),
            Err(error) => link.end(downstream, End::Error(error)),
        }
    }

    /// No more elements are needed.
    fn enough<U>(&mut self, state: A)
    where
        R: Reducer<A, U, E, Item = T>,
    {
        self.state = Some(state);
        if self.link.as_ref().is_some_and(|link| link.stop()) {
            self.finish();
        }
    }
}

impl<T, U, E, S, A, R> Subscriber<U, E> for ReduceSubscriber<S, T, E, A, R>
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    R: Reducer<A, U, E, Item = T>,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let Some((downstream, reducer)) = self.open.as_mut().filter(|_| self.link.is_none()) else {
            return subscription.cancel(); // §2.5
        };
        let link = Tail::new(subscription, Once(reducer.demand()));
        self.link = Some(Arc::clone(&link));
        downstream.on_subscribe(link);
    }

    fn on_next(&mut self, item: U) {
        let (Some((_, reducer)), Some(state)) = (&mut self.open, self.state.take()) else { return };
        match reducer.step(state, item) {
            Continue(state) => self.state = Some(state),
            Break(state) => self.enough(state),
        }
    }

    fn on_burst<B: Burst<U>>(&mut self, mut burst: B) {
        let (Some((_, reducer)), Some(mut state)) = (&mut self.open, self.state.take()) else {
            return;
        };
        while let Some(item) = burst.next() {
            match reducer.step(state, item) {
                Continue(next) => state = next,
                Break(state) => return self.enough(state),
            }
        }
        self.state = Some(state);
    }

    fn on_error(self, error: E) {
        match (self.open, &self.link) {
            (Some((downstream, _)), Some(link)) => link.end(downstream, End::Error(error)),
            _ => drop_error(error),
        }
    }

    fn on_complete(mut self) {
        if let Some(link) = &self.link {
            link.upstream_ended(); // before user code, which may panic
        }
        self.finish();
    }
}
