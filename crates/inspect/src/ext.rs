use reactive_streams::Publisher;

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
    #[doc(alias = "named")]
    #[doc(alias = "monitor")]
    #[doc(alias = "addAttributes")]
    fn observed(self, inspector: &Inspector, stage: Stage) -> Observed<Self> {
        Observed::new(self, inspector, stage)
    }
}

impl<P: Publisher> InspectExt for P {}
