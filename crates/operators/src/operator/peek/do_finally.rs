use std::fmt;
use std::sync::Arc;

use super::Termination;
use crate::engine::{Listener, UpwardListener};
use crate::sync::{Mutex, lock};

/// Listener for [`PeekExt::do_finally`](crate::ext::PeekExt::do_finally).
#[derive(Clone)]
pub struct DoFinally<F: FnOnce(Termination)> {
    /// Gone when there is a subscription.
    f: Option<F>,
    finally: Option<Arc<Finally<F>>>,
}

impl<F: FnOnce(Termination)> fmt::Debug for DoFinally<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DoFinally").finish_non_exhaustive()
    }
}

impl<F: FnOnce(Termination)> DoFinally<F> {
    pub(crate) fn new(f: F) -> Self {
        Self { f: Some(f), finally: None }
    }

    fn decide(&self, reason: Termination) {
        if let Some(finally) = &self.finally {
            finally.decide(reason);
        }
    }
}

impl<T, E, F> Listener<T, E> for DoFinally<F>
where
    F: FnOnce(Termination) + Send + 'static,
{
    type Upward = FinallyCancelled<F>;

    fn upward(&mut self) -> FinallyCancelled<F> {
        let finally = Arc::new(Finally(Mutex::new((self.f.take(), None))));
        self.finally = Some(Arc::clone(&finally));
        FinallyCancelled(finally)
    }

    fn on_error(&mut self, _error: &E) {
        self.decide(Termination::Error);
    }

    fn on_complete(&mut self) {
        self.decide(Termination::Complete);
    }
}

/// After the terminal signal; or in its place, if there is none.
impl<F: FnOnce(Termination)> Drop for DoFinally<F> {
    fn drop(&mut self) {
        if let Some(finally) = &self.finally {
            finally.call_if(|reason| reason != Termination::Cancel);
        }
    }
}

/// What is to be called once, and why, as soon as that is known. The first reason counts.
struct Finally<F>(Mutex<(Option<F>, Option<Termination>)>);

impl<F: FnOnce(Termination)> Finally<F> {
    fn decide(&self, reason: Termination) {
        lock(&self.0).1.get_or_insert(reason);
    }

    fn call_if(&self, is_due: impl FnOnce(Termination) -> bool) {
        let mut state = lock(&self.0);
        let reason = state.1.unwrap_or(Termination::Abandoned);
        let f = if is_due(reason) { state.0.take() } else { None };
        drop(state);
        if let Some(f) = f {
            f(reason);
        }
    }
}

/// The part of [`DoFinally`] that sees the cancel.
pub struct FinallyCancelled<F: FnOnce(Termination)>(Arc<Finally<F>>);

impl<F: FnOnce(Termination)> FinallyCancelled<F> {
    fn call(&self) {
        self.0.call_if(|reason| reason == Termination::Cancel);
    }
}

impl<F: FnOnce(Termination)> fmt::Debug for FinallyCancelled<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinallyCancelled").finish_non_exhaustive()
    }
}

impl<F> UpwardListener for FinallyCancelled<F>
where
    F: FnOnce(Termination) + Send + 'static,
{
    fn on_cancel(&self) {
        self.0.decide(Termination::Cancel);
    }

    fn after_cancel(&self) {
        self.call();
    }
}

/// If the upstream panicked when it was cancelled.
impl<F: FnOnce(Termination)> Drop for FinallyCancelled<F> {
    fn drop(&mut self) {
        self.call();
    }
}
