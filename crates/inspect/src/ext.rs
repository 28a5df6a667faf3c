#[cfg(feature = "tracing")]
use std::{borrow::Cow, fmt::Debug};

use reactive_streams::Publisher;
#[cfg(feature = "tracing")]
use reactive_streams_operators::{engine::Listened, ext::PeekExt};

#[cfg(feature = "tracing")]
use crate::Log;
use crate::{Inspector, Observed, Stage};

/// Has an [`Inspector`] look at a pipeline.
pub trait InspectExt: Publisher {
    /// Observes what goes over this edge: `stage` is what is above it, up to the next observed edges.
    ///
    /// What is *exact*: elements in and out, requests, drops, depth, how it ended. Elements are counted as
    /// they are handed over. What is *sampled*: how long elements wait, the age of the oldest, and the share
    /// of time in which the stage could not go on because of what is below. While fewer than a thousand
    /// elements come in a second each is timed; of more, about a thousand in each second. When they become
    /// slower all at once that is noticed with the next snapshot.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through. Bursts stay
    /// bursts. Ends fusion.
    ///
    /// ```
    /// use reactive_streams_inspect::{InspectExt, Inspector, Stage};
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// let inspector = Inspector::new("numbers");
    /// let sum = range(0..3).observed(&inspector, Stage::named("range")).fold(0, |sum, n| sum + n);
    /// assert_eq!(sum.block(), Ok(3));
    /// assert_eq!(inspector.snapshot().stage("range").unwrap().output, 3);
    /// ```
    #[doc(alias = "name")]
    #[doc(alias = "tag")]
    #[doc(alias = "metrics")]
    #[doc(alias = "named")]
    #[doc(alias = "monitor")]
    #[doc(alias = "addAttributes")]
    fn observed(self, inspector: &Inspector, stage: Stage) -> Observed<Self> {
        Observed::new(self, inspector, stage)
    }

    /// Has [`tracing`] log each signal: elements too, so this is to find out what happens, and not to stay.
    ///
    /// Errors are logged as errors, all else as information, with the name of the stream.
    ///
    /// # Demand
    ///
    /// Requests what it is asked for. Synchronous; errors and cancel go straight through. Ends fusion.
    ///
    /// ```
    /// use reactive_streams_inspect::InspectExt;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::range;
    ///
    /// assert_eq!(range(0..3).log("numbers").fold(0, |sum, n| sum + n).block(), Ok(3));
    /// ```
    #[cfg(feature = "tracing")]
    #[doc(alias = "logWithMarker")]
    fn log(self, name: impl Into<Cow<'static, str>>) -> Listened<Self, Log>
    where
        Self::Item: Debug,
        Self::Error: Debug,
    {
        self.listen(Log::new(name.into()))
    }
}

impl<P: Publisher> InspectExt for P {}
