//! Sub-streams of what comes between two points in time.

mod boundary;
mod interest;
mod splitter;
mod timeout;

use std::fmt;

use reactive_streams::{Publisher, Subscriber};

pub use boundary::WindowBoundary;
pub(super) use interest::Interest;
pub(super) use splitter::Nobody;
pub use timeout::WindowTimeout;

use crate::source::ChannelPublisher;

/// A part of a stream, as a stream: what [`WindowExt::window_every`](crate::ext::WindowExt::window_every)
/// and its variants give.
///
/// Elements wait in it, until they are requested, from when it is opened; when it is dropped
/// unsubscribed, or cancelled, those that would follow are dropped as well, once the next window is
/// requested.
#[must_use = "elements that go into a window hold up the stream until somebody takes them"]
pub struct WindowPublisher<T, E>(ChannelPublisher<T, E>);

impl<T, E> WindowPublisher<T, E> {
    pub(super) fn new(elements: ChannelPublisher<T, E>) -> Self {
        Self(elements)
    }
}

impl<T, E> fmt::Debug for WindowPublisher<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowPublisher").finish_non_exhaustive()
    }
}

impl<T, E> Publisher for WindowPublisher<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}
