use crate::engine::{Stage, Step};

/// Stage for [`FilterExt::skip_while`](crate::ext::FilterExt::skip_while).
#[derive(Clone)]
pub struct SkipWhile<F> {
    /// Gone when it has been false.
    predicate: Option<F>,
}

opaque!(SkipWhile<F>);

impl<F> SkipWhile<F> {
    pub(crate) fn new(predicate: F) -> Self {
        Self { predicate: Some(predicate) }
    }
}

impl<T, E, F> Stage<T, E> for SkipWhile<F>
where
    T: Send + 'static,
    F: FnMut(&T) -> bool + Send + 'static,
{
    type Item = T;
    const COMPLETES: bool = false;
    const FAILS: bool = false;

    fn step(&mut self, item: T) -> Step<T, E> {
        if self.predicate.as_mut().is_some_and(|predicate| predicate(&item)) {
            return Step::Skip;
        }
        self.predicate = None;
        Step::Next(item)
    }
}
