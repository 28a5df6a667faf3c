mod durable;
mod inlet;
mod link;
mod spill;
mod stock;

pub use durable::Durable;
pub use spill::Spill;

use std::error::Error;
use std::fmt;

use reactive_streams_operators::AnyError;

use crate::SpillError;

/// The queue on disk has failed, and elements that came could not be stored. They are here.
#[derive(Clone)]
pub struct SpillFailed<T> {
    /// What has failed.
    pub error: SpillError,
    /// What has not been stored, in the order in which it came.
    pub elements: Vec<T>,
}

// By hand, so that elements need not be `Debug`.
impl<T> fmt::Debug for SpillFailed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpillFailed")
            .field("error", &self.error)
            .field("elements", &self.elements.len())
            .finish()
    }
}

impl<T> fmt::Display for SpillFailed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} elements are not stored: {}", self.elements.len(), self.error)
    }
}

impl<T> Error for SpillFailed<T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

impl<T> From<SpillError> for SpillFailed<T> {
    fn from(error: SpillError) -> Self {
        Self { error, elements: Vec::new() }
    }
}

impl<T: Send + Sync + 'static> From<SpillFailed<T>> for AnyError {
    fn from(error: SpillFailed<T>) -> Self {
        Self::new(error)
    }
}
