use crate::engine::{Listener, UpwardListener};
use crate::sync::{Mutex, lock};

/// Listener for [`PeekExt::do_on_cancel`](crate::ext::PeekExt::do_on_cancel).
#[derive(Clone)]
pub struct DoOnCancel<F>(Option<F>);

opaque!(DoOnCancel<F>);

impl<F> DoOnCancel<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnCancel<F>
where
    F: FnOnce() + Send + 'static,
{
    type Upward = OnCancel<F>;

    fn upward(&mut self) -> OnCancel<F> {
        OnCancel(Mutex::new(self.0.take()))
    }
}

/// The part of [`DoOnCancel`] that sees the cancel.
pub struct OnCancel<F>(Mutex<Option<F>>);

opaque!(OnCancel<F>);

impl<F> UpwardListener for OnCancel<F>
where
    F: FnOnce() + Send + 'static,
{
    fn on_cancel(&self) {
        let f = lock(&self.0).take();
        if let Some(f) = f {
            f();
        }
    }
}
