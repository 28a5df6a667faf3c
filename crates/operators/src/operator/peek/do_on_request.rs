use reactive_streams::Demand;

use crate::engine::{Listener, UpwardListener};

/// Listener for [`PeekExt::do_on_request`](crate::ext::PeekExt::do_on_request).
#[derive(Clone)]
pub struct DoOnRequest<F>(Option<F>);

opaque!(DoOnRequest<F>);

impl<F> DoOnRequest<F> {
    pub(crate) fn new(f: F) -> Self {
        Self(Some(f))
    }
}

impl<T, E, F> Listener<T, E> for DoOnRequest<F>
where
    F: Fn(Demand) + Send + Sync + 'static,
{
    type Upward = OnRequest<F>;

    fn upward(&mut self) -> OnRequest<F> {
        OnRequest(self.0.take())
    }
}

/// The part of [`DoOnRequest`] that sees the requests.
pub struct OnRequest<F>(Option<F>);

opaque!(OnRequest<F>);

impl<F> UpwardListener for OnRequest<F>
where
    F: Fn(Demand) + Send + Sync + 'static,
{
    fn on_request(&self, demand: Demand) {
        if let Some(f) = &self.0 {
            f(demand);
        }
    }
}
