//! Small correct implementations, with a hook wherever a fault may be planted.

pub(crate) mod burst;
pub(crate) mod processor;
pub(crate) mod publisher;
pub(crate) mod subscriber;

use std::any::Any;
use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};

use reactive_streams::{Processor, Publisher};
use reactive_streams_tck::Given;

/// Locks; what panics on purpose here leaves nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Panics as a faulty implementation would, without a message on standard error.
pub(crate) fn panic_quietly(message: &'static str) -> ! {
    resume_unwind(Box::new(message))
}

/// What a fault holds on to although it should have let go.
#[derive(Default)]
pub(crate) struct Attic(Mutex<Vec<Box<dyn Any + Send>>>);

impl Attic {
    pub(crate) fn keep(&self, thing: impl Any + Send) {
        lock(&self.0).push(Box::new(thing));
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }

    pub(crate) fn take(&self) -> Vec<Box<dyn Any + Send>> {
        std::mem::take(&mut *lock(&self.0))
    }

    /// Keeps this to the end of the program.
    pub(crate) fn for_ever(thing: impl Any + Send) {
        std::mem::forget(thing);
    }
}

/// A publisher that gives one stream to all its subscribers: one publisher behind a processor.
pub(crate) fn multicast(given: &Given, hooks: processor::Hooks) -> processor::Back {
    let (front, back) = processor::Reference(hooks).split();
    publisher::Reference::new(given, publisher::CORRECT, publisher::Context::Caller)
        .subscribe(front);
    back
}
