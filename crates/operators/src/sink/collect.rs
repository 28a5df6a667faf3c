use reactive_streams::Subscriber;

use super::{Outcome, fold};

/// The two halves of [`ConsumeExt::collect`](crate::ext::ConsumeExt::collect).
pub fn collect<T, E, C>() -> (impl Subscriber<T, E>, Outcome<C, E>)
where
    T: Send + 'static,
    E: Send + 'static,
    C: Default + Extend<T> + Send + 'static,
{
    fold(C::default(), collector)
}

/// One step of collecting.
pub(crate) fn collector<T, C: Extend<T>>(mut collection: C, item: T) -> C {
    collection.extend(Some(item));
    collection
}
