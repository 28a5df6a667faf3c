use crate::engine::Listener;

/// Listener for [`PeekExt::do_after_terminate`](crate::ext::PeekExt::do_after_terminate).
#[derive(Clone)]
pub struct DoAfterTerminate<F>(F);

opaque!(DoAfterTerminate<F>);

impl<F> DoAfterTerminate<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(f)
    }
}

impl<T, E, F> Listener<T, E> for DoAfterTerminate<F>
where
    F: FnOnce() + Send + 'static,
{
    type Upward = ();

    fn upward(&mut self) {}

    fn after_terminate(self) {
        (self.0)();
    }
}
