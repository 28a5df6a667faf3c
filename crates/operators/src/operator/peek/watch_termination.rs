use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::Termination;
use crate::sync::{Mutex, lock};

/// Future for [`PeekExt::watch_termination`](crate::ext::PeekExt::watch_termination).
#[must_use = "futures do nothing unless polled"]
pub struct TerminationFuture(Arc<Mutex<Watch>>);

impl fmt::Debug for TerminationFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TerminationFuture").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Watch {
    termination: Option<Termination>,
    waiting: Option<Waker>,
}

impl Future for TerminationFuture {
    type Output = Termination;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Termination> {
        let waker = cx.waker().clone();
        let mut watch = lock(&self.0);
        if let Some(termination) = watch.termination {
            return Poll::Ready(termination);
        }
        let old = watch.waiting.replace(waker);
        drop(watch);
        drop(old); // after the lock: foreign code
        Poll::Pending
    }
}

/// Tells the future; that the stream has been abandoned, if it is dropped before.
struct Report(Arc<Mutex<Watch>>);

impl Report {
    fn set(&self, termination: Termination) {
        let mut watch = lock(&self.0);
        watch.termination.get_or_insert(termination);
        let waiting = watch.waiting.take();
        drop(watch);
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.set(Termination::Abandoned);
    }
}

/// What tells the future, and the future.
pub(crate) fn watch() -> (Box<dyn FnOnce(Termination) + Send>, TerminationFuture) {
    let watch = Arc::<Mutex<Watch>>::default();
    let report = Report(Arc::clone(&watch));
    (Box::new(move |termination| report.set(termination)), TerminationFuture(watch))
}
