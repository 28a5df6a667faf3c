use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::shared::Shared;

/// A place in a lane of an [`Admission`](super::Admission): it is taken until this is dropped.
///
/// Let it travel with the element, and say [`done`](Self::done) when the work has been done. Wherever the
/// element is dropped on the way, its place is free again.
#[must_use = "the place is free again when it is dropped"]
pub struct Permit {
    shared: Arc<Shared>,
    lane: usize,
    is_done: bool,
    /// What the checks have given, until the place is free.
    _held: Vec<Box<dyn Any + Send>>,
}

impl Permit {
    pub(super) fn new(shared: Arc<Shared>, lane: usize, held: Vec<Box<dyn Any + Send>>) -> Self {
        Self { shared, lane, is_done: false, _held: held }
    }

    /// The work has been done, whether or not it was a success.
    ///
    /// This is how the admission learns how fast work is done. Somebody who leaves without having been served
    /// says nothing of that: then the permit is only dropped.
    pub fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.shared.leave(self.lane, self.is_done);
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("lane", &self.lane).finish_non_exhaustive()
    }
}
