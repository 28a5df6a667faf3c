use crate::engine::Listener;

/// Listener for [`PeekExt::do_on_first`](crate::ext::PeekExt::do_on_first).
#[derive(Clone)]
pub struct DoOnFirst<F>(Option<F>);

opaque!(DoOnFirst<F>);

impl<F> DoOnFirst<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnFirst<F>
where
    F: FnOnce(&T) + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;
    const LISTENS_TO_COMPLETION: bool = false;

    fn upward(&mut self) {}

    fn on_next(&mut self, item: &T) {
        if let Some(f) = self.0.take() {
            f(item);
        }
    }
}
