use crate::engine::Listener;

/// Listener for [`Mono::do_on_success`](crate::Mono::do_on_success).
#[derive(Clone)]
pub struct DoOnSuccess<F>(Option<F>);

opaque!(DoOnSuccess<F>);

impl<F> DoOnSuccess<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnSuccess<F>
where
    F: FnOnce(Option<&T>) + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;

    fn upward(&mut self) {}

    fn on_next(&mut self, item: &T) {
        if let Some(f) = self.0.take() {
            f(Some(item));
        }
    }

    fn on_complete(&mut self) {
        if let Some(f) = self.0.take() {
            f(None);
        }
    }
}
