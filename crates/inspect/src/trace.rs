//! What `tracing` is told of a subscription: nothing, without that feature.

use reactive_streams::Demand;

use crate::Stage;
use crate::probe::{End, ProbeId};

/// A span for a subscription.
#[cfg(feature = "tracing")]
pub(crate) struct Trace(tracing::Span);

#[cfg(feature = "tracing")]
impl Trace {
    pub(crate) fn new(pipeline: &str, stage: &Stage, id: ProbeId) -> Self {
        let (stage, id) = (&*stage.name, id.get());
        Self(tracing::debug_span!("subscription", pipeline, stage, id))
    }

    #[inline]
    pub(crate) fn request(&self, demand: Demand) {
        tracing::trace!(parent: &self.0, %demand, "request");
    }

    pub(crate) fn end(&self, end: End) {
        match end {
            End::Complete => tracing::debug!(parent: &self.0, "complete"),
            End::Error => tracing::debug!(parent: &self.0, "error"),
            End::Cancel => tracing::debug!(parent: &self.0, "cancel"),
        }
    }
}

/// Logs a warning.
#[cfg(feature = "tracing")]
pub(crate) fn warn(pipeline: &str, stage: &str, warning: &crate::Warning) {
    tracing::warn!(pipeline, stage, "{warning}");
}

#[cfg(not(feature = "tracing"))]
pub(crate) struct Trace;

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(crate) fn new(_pipeline: &str, _stage: &Stage, _id: ProbeId) -> Self {
        Self
    }

    #[inline]
    pub(crate) fn request(&self, _demand: Demand) {}

    pub(crate) fn end(&self, _end: End) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn warn(_pipeline: &str, _stage: &str, _warning: &crate::Warning) {}
