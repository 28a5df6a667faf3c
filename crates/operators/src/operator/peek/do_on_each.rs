use crate::engine::Listener;
use crate::operator::Notification;

/// Listener for [`PeekExt::do_on_each`](crate::ext::PeekExt::do_on_each).
#[derive(Clone)]
pub struct DoOnEach<F>(F);

opaque!(DoOnEach<F>);

impl<F> DoOnEach<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Listener<T, E> for DoOnEach<F>
where
    F: FnMut(Notification<&T, &E>) + Send + 'static,
{
    type Upward = ();
    const FUSES: bool = true;

    fn upward(&mut self) {}

    fn on_next(&mut self, item: &T) {
        (self.0)(Notification::Next(item));
    }

    fn on_error(&mut self, error: &E) {
        (self.0)(Notification::Error(error));
    }

    fn on_complete(&mut self) {
        (self.0)(Notification::Complete);
    }
}
