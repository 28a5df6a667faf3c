use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use super::End;
use crate::source::ChannelPublisher;
use crate::source::channel::{Refused, Shared, Ticket};

/// A stream of which one party puts the elements in, and another is given the publisher.
///
/// `waker` wakes the first when the publisher goes, cancelled or dropped, and when it begins to starve.
pub(crate) fn substream<T, E>(
    capacity: NonZeroUsize,
    waker: Waker,
) -> (SubstreamSender<T, E>, ChannelPublisher<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    let shared = Arc::new(Shared::new(capacity));
    shared.watch(waker);
    (SubstreamSender { shared: Arc::clone(&shared), ticket: None }, ChannelPublisher::new(shared))
}

/// Where the elements of a sub-stream go in. Dropping it without an end abandons the stream.
pub(crate) struct SubstreamSender<T, E> {
    shared: Arc<Shared<T, E>>,
    ticket: Option<Ticket>,
}

/// Tells whether a sub-stream has ended or is not wanted any more.
pub(crate) struct Gone(Box<dyn Fn() -> bool + Send>);

impl Gone {
    pub(crate) fn is_gone(&self) -> bool {
        (self.0)()
    }
}

/// What became of an element.
pub(crate) enum Push<T> {
    Taken,
    /// There is no room; the waker is called when there may be.
    Full(T),
    /// Nobody will take it.
    Gone(T),
}

impl<T, E> SubstreamSender<T, E> {
    pub(crate) fn push(&mut self, mut item: T, waker: &Waker) -> Push<T> {
        loop {
            item = match self.shared.push(item) {
                Ok(()) => return Push::Taken,
                Err(Refused::Closed(item, _)) => return Push::Gone(item),
                Err(Refused::Full(item)) => item,
            };
            if self.shared.wait(&mut self.ticket, waker) {
                return Push::Full(item);
            }
        }
    }

    /// Whether an element is requested, and none waits.
    pub(crate) fn is_starving(&self) -> bool {
        self.shared.is_starving()
    }

    /// Whether nobody will take any more elements.
    pub(crate) fn is_gone(&self) -> bool {
        self.shared.is_closed()
    }

    /// Tells whether nobody will take any more elements, also when this end is not at hand.
    pub(crate) fn gone(&self) -> Gone
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        Gone(Box::new(move || shared.is_closed()))
    }

    /// Ends the stream, after the elements that wait.
    pub(crate) fn end(self, end: End<E>)
    where
        E: Send + 'static,
    {
        self.shared.end_or_drop(end); // without effect if the publisher has gone
    }
}

impl<T, E> Drop for SubstreamSender<T, E> {
    fn drop(&mut self) {
        drop(self.shared.end(End::Abandoned)); // unless it has ended
    }
}
