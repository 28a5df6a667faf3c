use reactive_streams::Subscriber;

use super::{Outcome, fold};

/// The two halves of [`ConsumeExt::for_each`](crate::ext::ConsumeExt::for_each).
pub fn for_each<T, E, F>(f: F) -> (impl Subscriber<T, E>, Outcome<(), E>)
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(T) + Send + 'static,
{
    fold((), caller(f))
}

/// `f` as a fold of nothing.
pub(crate) fn caller<T, F>(mut f: F) -> impl FnMut((), T) + Send + 'static
where
    F: FnMut(T) + Send + 'static,
{
    move |(), item| f(item)
}
