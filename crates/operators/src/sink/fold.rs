use std::ops::ControlFlow::{self, Continue};

use reactive_streams::Subscriber;

use super::Outcome;
use super::reduce::halves;
use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// The two halves of [`ConsumeExt::fold`](crate::ext::ConsumeExt::fold).
pub fn fold<T, E, A, F>(init: A, f: F) -> (impl Subscriber<T, E>, Outcome<A, E>)
where
    T: Send + 'static,
    E: Send + 'static,
    A: Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    halves::<T, E, A, _>(init, Fold::new(f))
}

/// Reducer for [`ConsumeExt::fold`](crate::ext::ConsumeExt::fold).
#[derive(Clone)]
pub struct Fold<F>(F);

opaque!(Fold<F>);

impl<F> Fold<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, A, F> Reducer<A, T, E> for Fold<F>
where
    A: Send + 'static,
    F: FnMut(A, T) -> A + Send + 'static,
{
    type Item = A;
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;
    const BREAKS: bool = false;

    fn step(&mut self, state: A, item: T) -> ControlFlow<A, A> {
        Continue((self.0)(state, item))
    }

    fn finish(self, state: A) -> Result<Option<A>, E> {
        Ok(Some(state))
    }
}
