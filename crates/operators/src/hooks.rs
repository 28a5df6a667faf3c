//! What becomes of errors that nobody is left to hear.
//!
//! A source may fail just when its stream has ended: after a cancel that it had not seen yet, or where
//! another publisher had failed before. The rules leave such an error without an addressee (§1.7, §2.8). It
//! is not fatal, for the stream ended as it should; nor should it be lost, for it may be the only sign of
//! a fault. So it is counted, and handed to an observer if there is one. Nothing is printed without
//! one: that a request fails because it was cancelled is everyday life in most programs.
//!
//! The same becomes of an error that another one has taken the place of: where several publishers fail and
//! `delay_errors` has the first of the errors wait. One that came in time, and waits in a queue when its stream
//! is cancelled, is dropped as the elements before it are.

use std::any::{Any, type_name};
use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

// Not the facade's: these live as long as the process, and guard nothing that an engine waits for.
static OBSERVER: RwLock<Option<Observer>> = RwLock::new(None);
static DROPPED: AtomicU64 = AtomicU64::new(0);

type Observer = Arc<dyn Fn(DroppedError) + Send + Sync>;

/// Has `observer` told of each error that cannot be delivered, in the place of the one before.
///
/// It is called on the thread on which the error came up, with no lock in hand, and should return
/// quickly. If it panics, the panic unwinds to whoever signalled the error.
///
/// ```
/// use reactive_streams_operators::hooks;
///
/// hooks::on_error_dropped(|dropped| eprintln!("nobody has seen an error: {dropped:?}"));
/// ```
#[doc(alias = "onErrorDropped")]
#[doc(alias = "onOperatorError")]
#[doc(alias = "onNextDropped")]
#[doc(alias = "onNextError")]
#[doc(alias = "setErrorHandler")]
pub fn on_error_dropped(observer: impl Fn(DroppedError) + Send + Sync + 'static) {
    set(Some(Arc::new(observer)));
}

/// Takes away what [`on_error_dropped`] has set: errors are only counted again.
#[doc(alias = "resetOnErrorDropped")]
pub fn reset_on_error_dropped() {
    set(None);
}

/// How many errors could not be delivered since the process began.
pub fn errors_dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

fn set(observer: Option<Observer>) {
    let mut slot = OBSERVER.write().unwrap_or_else(PoisonError::into_inner);
    let before = mem::replace(&mut *slot, observer);
    drop(slot);
    drop(before); // after the lock: foreign code
}

/// Counts an error that cannot be delivered, and hands it to the observer.
pub(crate) fn drop_error<E: Send + 'static>(error: E) {
    DROPPED.fetch_add(1, Ordering::Relaxed);
    let observer = OBSERVER.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(observer) = observer {
        observer(DroppedError { error: Box::new(error), type_name: type_name::<E>() });
    }
}

/// An error that could not be delivered.
pub struct DroppedError {
    error: Box<dyn Any + Send>,
    type_name: &'static str,
}

impl DroppedError {
    /// What the compiler calls the type of the error.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The error, if it is an `E`.
    pub fn downcast_ref<E: 'static>(&self) -> Option<&E> {
        self.error.downcast_ref()
    }

    /// The error, if it is an `E`.
    ///
    /// # Errors
    ///
    /// This value, if it is not.
    pub fn downcast<E: 'static>(self) -> Result<E, Self> {
        let Self { error, type_name } = self;
        error.downcast().map(|error| *error).map_err(|error| Self { error, type_name })
    }
}

impl fmt::Debug for DroppedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DroppedError").field("type_name", &self.type_name).finish_non_exhaustive()
    }
}
