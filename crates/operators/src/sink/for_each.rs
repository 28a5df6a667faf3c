use std::ops::ControlFlow::{self, Continue};

use reactive_streams::Subscriber;

use super::Outcome;
use super::reduce::halves;
use crate::engine::Reducer;
use crate::mono::ExactlyOne;

/// The two halves of [`ConsumeExt::for_each`](crate::ext::ConsumeExt::for_each).
pub fn for_each<T, E, F>(f: F) -> (impl Subscriber<T, E>, Outcome<(), E>)
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(T) + Send + 'static,
{
    halves::<T, E, (), _>((), ForEach::new(f))
}

/// Reducer for [`ConsumeExt::for_each`](crate::ext::ConsumeExt::for_each).
#[derive(Clone)]
pub struct ForEach<F>(F);

opaque!(ForEach<F>);

impl<F> ForEach<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Reducer<(), T, E> for ForEach<F>
where
    F: FnMut(T) + Send + 'static,
{
    type Item = ();
    type Cardinality = ExactlyOne;
    const FAILS: bool = false;
    const BREAKS: bool = false;

    fn step(&mut self, (): (), item: T) -> ControlFlow<(), ()> {
        (self.0)(item);
        Continue(())
    }

    fn finish(self, (): ()) -> Result<Option<()>, E> {
        Ok(Some(()))
    }
}
