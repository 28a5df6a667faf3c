use crate::engine::Listener;

/// Listener for [`PeekExt::do_on_complete`](crate::ext::PeekExt::do_on_complete).
#[derive(Clone)]
pub struct DoOnComplete<F>(Option<F>);

opaque!(DoOnComplete<F>);

impl<F> DoOnComplete<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnComplete<F>
where
    F: FnOnce() + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;

    fn upward(&mut self) {}

    fn on_complete(&mut self) {
        if let Some(f) = self.0.take() {
            f();
        }
    }
}
