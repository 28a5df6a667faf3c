use crate::engine::Listener;

/// Listener for [`PeekExt::inspect_err`](crate::ext::PeekExt::inspect_err).
#[derive(Clone)]
pub struct InspectErr<F>(Option<F>);

opaque!(InspectErr<F>);

impl<F> InspectErr<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for InspectErr<F>
where
    F: FnOnce(&E) + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;
    const LISTENS_TO_COMPLETION: bool = false;

    fn upward(&mut self) {}

    fn on_error(&mut self, error: &E) {
        if let Some(f) = self.0.take() {
            f(error);
        }
    }
}
