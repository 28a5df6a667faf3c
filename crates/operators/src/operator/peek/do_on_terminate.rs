use crate::engine::Listener;

/// Listener for [`PeekExt::do_on_terminate`](crate::ext::PeekExt::do_on_terminate).
#[derive(Clone)]
pub struct DoOnTerminate<F>(Option<F>);

opaque!(DoOnTerminate<F>);

impl<F> DoOnTerminate<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnTerminate<F>
where
    F: FnOnce() + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;

    fn upward(&mut self) {}

    fn on_error(&mut self, _error: &E) {
        Listener::<T, E>::on_complete(self);
    }

    fn on_complete(&mut self) {
        if let Some(f) = self.0.take() {
            f();
        }
    }
}
