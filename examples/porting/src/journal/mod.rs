//! What happens in a pipeline, and when.

use std::fmt::Display;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};

/// Lines with the virtual time at which they were written. Clones write to the same one.
#[derive(Clone)]
pub(crate) struct Journal {
    clock: Arc<DeterministicScheduler>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Journal {
    pub(crate) fn new(clock: &Arc<DeterministicScheduler>) -> Self {
        Self { clock: Arc::clone(clock), lines: Arc::default() }
    }

    pub(crate) fn write(&self, line: impl Display) {
        let line = format!("{:>4} ms: {line}", self.clock.now().as_millis());
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Writes what `line` makes of each element.
    pub(crate) fn writer<T, F>(&self, line: F) -> impl FnMut(&T) + Send + use<T, F>
    where
        F: Fn(&T) -> String + Send,
    {
        let journal = self.clone();
        move |element| journal.write(line(element))
    }

    /// What has been written.
    pub(crate) fn take(&self) -> Vec<String> {
        mem::take(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
