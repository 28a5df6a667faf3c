use std::fmt;
use std::mem;
use std::sync::Arc;

use super::check::BoxHeld;
use super::shared::Shared;
use crate::Outcome;

/// A place in a lane of an [`Admission`](super::Admission): it is taken until this is dropped.
///
/// Let it travel with the element, and say [`done`](Self::done) when the work has been done, or [`end`](Self::end) what has come of it. Wherever the
/// element is dropped on the way, its place is free again.
#[must_use = "the place is free again when it is dropped"]
pub struct Permit {
    shared: Arc<Shared>,
    lane: usize,
    is_done: bool,
    /// What the checks have given, until the place is free.
    held: Vec<BoxHeld>,
}

impl Permit {
    pub(super) fn new(shared: Arc<Shared>, lane: usize, held: Vec<BoxHeld>) -> Self {
        Self { shared, lane, is_done: false, held }
    }

    /// The work has been done: as [`end`](Self::end) with a success.
    pub fn done(self) {
        self.end(Outcome::Success);
    }

    /// The work has been done, and this has come of it: whoever holds something for it is told.
    ///
    /// This is also how the admission learns how fast work is done. Somebody who leaves without having been served
    /// says nothing of that: then the permit is dropped, or ended with [`Outcome::Ignored`], which is the
    /// same.
    pub fn end(mut self, outcome: Outcome) {
        self.is_done = outcome != Outcome::Ignored;
        for held in mem::take(&mut self.held) {
            held.end_boxed(outcome);
        }
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
