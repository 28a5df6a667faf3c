use crate::engine::{End, Feed, PrefetchFeed, Signal};

/// One of the streams: its queue, and the element that is next in it.
pub(crate) struct Source<T, E> {
    feed: PrefetchFeed<T, E>,
    head: Option<T>,
    /// It has ended, by completion or by an error that is known.
    ended: bool,
    /// An error does not overtake the elements that wait.
    delay_errors: bool,
}

impl<T: Send + 'static, E: Send + 'static> Source<T, E> {
    pub(super) fn new(feed: PrefetchFeed<T, E>, delay_errors: bool) -> Self {
        Self { feed, head: None, ended: false, delay_errors }
    }

    /// The next element, if it has come.
    ///
    /// # Errors
    ///
    /// How the stream has ended, if it has not completed.
    pub(crate) fn peek(&mut self) -> Result<Option<&T>, End<E>> {
        if self.head.is_none() {
            self.look(true)?;
        }
        Ok(self.head.as_ref())
    }

    /// Whether the stream has ended, and its elements have been taken.
    pub(super) fn is_over(&self) -> bool {
        self.ended && self.head.is_none()
    }

    /// Sees whether it has ended, though no element is wanted; an error overtakes those that wait (§4.2).
    pub(super) fn look_for_end(&mut self) -> Result<(), End<E>> {
        if self.head.is_none() {
            return self.look(false);
        }
        // Not the whole look, which would have the element count as done with.
        let error = if self.delay_errors { None } else { self.feed.error() };
        self.ended |= error.is_some();
        error.map_or(Ok(()), Err)
    }

    pub(super) fn take(&mut self) -> Option<T> {
        self.head.take()
    }

    fn look(&mut self, wanted: bool) -> Result<(), End<E>> {
        if self.ended {
            return Ok(());
        }
        let end = if self.delay_errors {
            if wanted {
                self.head = self.feed.pop();
            }
            if self.head.is_some() { None } else { self.feed.end() }
        } else {
            match self.feed.next(wanted) {
                Signal::Next(item) => {
                    self.head = Some(item);
                    None
                }
                Signal::Wait => None,
                Signal::End(end) => Some(end),
            }
        };
        self.ended = end.is_some();
        match end {
            None | Some(End::Complete) => Ok(()),
            Some(end) => Err(end),
        }
    }
}
