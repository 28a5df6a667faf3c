use std::fmt;

use super::Control;

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
    control: Option<Control>,
}

impl Disposable {
    pub(super) fn new(control: Control) -> Self {
        Self { control: Some(control) }
    }

    /// That of a stream that is over.
    pub(super) fn over() -> Self {
        Self { control: None }
    }

    /// Cancels the stream. It has no effect on one that is over.
    pub fn dispose(&self) {
        if let Some(control) = &self.control {
            control.cancel();
        }
    }

    /// Whether the stream has ended, or has been cancelled.
    pub fn is_disposed(&self) -> bool {
        self.control.as_ref().is_none_or(Control::is_over)
    }

    /// Lets the stream run to its end, whatever becomes of this handle.
    pub fn detach(mut self) {
        self.control = None;
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
