use reactive_streams::{Demand, Subscription};

use crate::log::{Call, Link, Recorder};

/// A second subscription: nobody should want anything of it.
pub(super) struct Newcomer {
    link: Link,
    recorder: Recorder,
}

impl Newcomer {
    pub(super) fn new(link: Link, recorder: &Recorder) -> Self {
        Self { link, recorder: recorder.clone() }
    }
}

impl Subscription for Newcomer {
    fn request(&self, demand: Demand) {
        drop(self.recorder.calling(self.link, Call::Request(demand.get()), || ()));
    }

    fn cancel(&self) {
        drop(self.recorder.calling(self.link, Call::Cancel, || ()));
    }
}
