use std::fmt;
use std::sync::Arc;

/// The handle of a stream that runs by itself.
///
/// Dropping it cancels the stream, as dropping an [`Outcome`](super::Outcome) does. Where the stream
/// shall outlive it, [`detach`](Self::detach).
///
/// What holds several needs no type of its own: a `Vec` of them cancels all when it is dropped, and an
/// assignment to a variable cancels the one that was in it.
///
/// ```
/// use reactive_streams_operators::never;
/// use reactive_streams_operators::prelude::*;
///
/// let stream = never::<u8>().subscribe_fn(|_| {}, |_end| unreachable!("it is cancelled"));
/// assert!(!stream.is_disposed());
/// stream.dispose();
/// assert!(stream.is_disposed());
/// ```
#[doc(alias = "composite")]
#[doc(alias = "swap")]
#[must_use = "dropping it cancels the stream"]
pub struct Disposable {
    /// Gone when nobody is to cancel it, or nothing is left to cancel.
    stream: Option<Arc<dyn Running>>,
}

/// A stream that can be cancelled.
pub(crate) trait Running: Send + Sync {
    fn cancel(&self);

    fn is_over(&self) -> bool;
}

impl Disposable {
    pub(crate) fn new(stream: Arc<dyn Running>) -> Self {
        Self { stream: Some(stream) }
    }

    /// That of a stream that is over.
    pub(super) fn over() -> Self {
        Self { stream: None }
    }

    /// Cancels the stream. It has no effect on one that is over.
    pub fn dispose(&self) {
        if let Some(stream) = &self.stream {
            stream.cancel();
        }
    }

    /// Whether the stream has ended, or has been cancelled.
    pub fn is_disposed(&self) -> bool {
        self.stream.as_ref().is_none_or(|stream| stream.is_over())
    }

    /// Lets the stream run to its end, whatever becomes of this handle.
    pub fn detach(mut self) {
        self.stream = None;
    }
}

impl Drop for Disposable {
    fn drop(&mut self) {
        self.dispose();
    }
}

impl fmt::Debug for Disposable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disposable").field("is_disposed", &self.is_disposed()).finish()
    }
}
