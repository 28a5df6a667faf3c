use crate::engine::Listener;

/// Listener for [`PeekExt::do_on_subscribe`](crate::ext::PeekExt::do_on_subscribe).
#[derive(Clone)]
pub struct DoOnSubscribe<F>(Option<F>);

opaque!(DoOnSubscribe<F>);

impl<F> DoOnSubscribe<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnSubscribe<F>
where
    F: FnOnce() + Send + 'static,
{
    type Upward = ();

    fn upward(&mut self) {
        if let Some(f) = self.0.take() {
            f();
        }
    }
}
