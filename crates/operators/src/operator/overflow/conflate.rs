use std::time::Duration;

use crate::engine::{Keep, Take};

/// What [`OverflowExt::conflate`](crate::ext::OverflowExt::conflate) keeps: one value of all that came.
#[derive(Clone)]
pub struct Conflate<S, F> {
    seed: S,
    f: F,
}

opaque!(Conflate<S, F>);

impl<S, F> Conflate<S, F> {
    pub(crate) fn new(seed: S, f: F) -> Self {
        Self { seed, f }
    }
}

impl<T, A, S, F> Keep<T> for Conflate<S, F>
where
    A: Send + 'static,
    S: FnMut(T) -> A + Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Item = A;
    type Kept = Option<A>;

    fn put(&mut self, kept: &mut Option<A>, item: T, _now: Duration) {
        *kept = Some(match kept.take() {
            Some(before) => (self.f)(before, item),
            None => (self.seed)(item),
        });
    }

    fn take(&mut self, kept: &mut Option<A>, _now: Duration, _ended: bool) -> Take<A> {
        kept.take().map_or(Take::Nothing, Take::Item)
    }

    fn is_empty(&self, kept: &Option<A>) -> bool {
        kept.is_none()
    }
}
