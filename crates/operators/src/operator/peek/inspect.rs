use crate::engine::Listener;

/// Listener for [`PeekExt::inspect`](crate::ext::PeekExt::inspect).
#[derive(Clone)]
pub struct Inspect<F>(F);

opaque!(Inspect<F>);

impl<F> Inspect<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Listener<T, E> for Inspect<F>
where
    F: FnMut(&T) + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;
    const LISTENS_TO_COMPLETION: bool = false;

    fn upward(&mut self) {}

    fn on_next(&mut self, item: &T) {
        (self.0)(item);
    }
}
