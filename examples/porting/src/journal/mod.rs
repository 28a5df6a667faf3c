//! What happens in a pipeline, and when.

use std::error::Error;
use std::fmt::Display;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reactive_streams_operators::Mono;
use reactive_streams_operators::mono::Solo;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};

use crate::Failure;

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

    /// Runs a stream for ten seconds of virtual time, by when it has to be over: what has been written then.
    pub(crate) fn play<S>(self, stream: Mono<S>) -> Result<Vec<String>, Failure>
    where
        S: Solo<Error: Error + Sync>,
    {
        let mut outcome = stream.start();
        self.clock.advance(Duration::from_secs(10));
        outcome.try_take().ok_or("it should be over by now")??;
        Ok(mem::take(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}
