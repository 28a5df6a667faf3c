//! Elements that are kept for subscribers who come later: a bounded history, and a cursor for each.

mod history;
mod reader;

use std::sync::Arc;

use reactive_streams::Subscriber;

pub(crate) use history::{History, Refused};
use reader::Reader;

use super::Drain;

/// A history that somebody may still subscribe or read. The last to go cancels the upstream.
pub(crate) struct Replayed<T, E>(Arc<History<T, E>>);

impl<T, E> Replayed<T, E> {
    pub(crate) fn new(history: Arc<History<T, E>>) -> Arc<Self> {
        Arc::new(Self(history))
    }

    pub(crate) fn history(&self) -> &Arc<History<T, E>> {
        &self.0
    }

    /// Gives a subscriber what is kept, and what follows.
    pub(crate) fn subscribe<S>(self: &Arc<Self>, subscriber: S)
    where
        T: Clone + Send + Sync + 'static,
        E: Clone + Send + 'static,
        S: Subscriber<T, E>,
    {
        let drain = Drain::new(None, None);
        let reader = Reader::new(Arc::clone(self), drain.waker());
        drain.start(reader, subscriber);
    }
}

impl<T, E> Drop for Replayed<T, E> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
