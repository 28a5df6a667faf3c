use std::fmt;
use std::sync::Arc;

use reactive_streams::{Publisher, Subscriber};

use super::shared::Shared;
use crate::engine::{Drain, Feed, Signal};

/// Publisher for [`channel`](super::channel()).
#[must_use = "a channel closes when its publisher is dropped"]
pub struct ChannelPublisher<T, E>(Receiver<T, E>);

impl<T, E> ChannelPublisher<T, E> {
    pub(crate) fn new(shared: Arc<Shared<T, E>>) -> Self {
        Self(Receiver(shared))
    }
}

impl<T, E> fmt::Debug for ChannelPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChannelPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for ChannelPublisher<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let drain = Drain::new(None, None);
        self.0.0.connect(drain.waker());
        drain.start(self.0, subscriber);
    }
}

/// The receiving end of the channel, which closes with it.
pub(crate) struct Receiver<T, E>(pub(crate) Arc<Shared<T, E>>);

impl<T, E> Drop for Receiver<T, E> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<T, E> Feed for Receiver<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        self.0.pop(wanted)
    }

    fn is_at_hand(&self) -> bool {
        true // it gives what it has, and waits for nothing
    }
}
