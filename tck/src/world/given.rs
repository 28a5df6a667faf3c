use std::fmt;
use std::sync::Arc;

use super::{Element, Elements, Origin, TestError, TestScheduler, WorkCounter, World};
use crate::log::{Handled, Kind, Link, Recorder, label};

/// What the suite gives to whoever makes an implementation for one run.
pub struct Given {
    world: World,
    link: Link,
    length: u64,
    origin: Arc<Origin>,
}

impl Given {
    pub(crate) fn new(world: &World, link: Link, length: u64) -> Self {
        let origin = Origin::new(link, world.recorder(), world.ledger());
        Self { world: world.clone(), link, length, origin }
    }

    /// Whether what was made uses our elements.
    pub(crate) fn is_used(&self) -> bool {
        self.origin.alive() > 0
    }

    /// How many elements the stream has to have; for one that is to fail, how many before it does.
    #[expect(clippy::len_without_is_empty, reason = "it is the length of something else")]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// [`len`](Given::len) elements whose life is watched, for publishers that can be fed with an
    /// iterator. Publishers that make their own elements do without, and leaks of a source or of
    /// elements are then not looked for.
    pub fn elements(&self) -> Elements {
        self.elements_of(self.length)
    }

    /// As [`elements`](Given::elements), of another length: for stages that drop or multiply.
    pub fn elements_of(&self, length: u64) -> Elements {
        Elements::new(length, &self.origin)
    }

    /// The error with which a stream that is to fail should do so.
    pub fn error(&self) -> TestError {
        TestError(self.length)
    }

    /// The deterministic scheduler, for implementations that take one.
    pub fn scheduler(&self) -> TestScheduler {
        self.world.executor().handle()
    }

    /// For implementations on threads of their own that know when these have nothing to do: who counts
    /// *all* its work is not watched for a while after each step, and is checked many times faster.
    ///
    /// Work begins before the call returns that causes it, and ends when its last signal has been given.
    /// What waits for a point in time is no work before that.
    pub fn work_counter(&self) -> WorkCounter {
        WorkCounter::new(&self.world)
    }

    /// What a subscriber under test tells the suite that it has handled.
    pub fn handler(&self) -> Handler {
        Handler { world: self.world.clone(), link: self.link }
    }

    /// A number that is the same whenever this run is replayed.
    pub fn seed(&self) -> u64 {
        self.world.seed()
    }

    /// The log of this run: for implementations behind a border, at which signals are seen that no
    /// subscriber in Rust can be given, one that overlaps another for instance. What is recorded is judged.
    pub fn recorder(&self) -> &Recorder {
        self.world.recorder()
    }

    /// In the log, the stream of a subscriber that is made. That of a publisher is on the innermost
    /// [`Subscribe`](crate::log::Call::Subscribe) that its thread is inside of.
    pub fn link(&self) -> Link {
        self.link
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }
}

/// Through which the code behind a subscriber under test says what reached it.
///
/// Call it where the subscriber's user would do the work: in the closure of a `for_each`, say.
#[derive(Clone, Debug)]
pub struct Handler {
    world: World,
    link: Link,
}

impl Handler {
    /// An element reached the code that handles it.
    ///
    /// # Panics
    ///
    /// On purpose, in the scenario that asks what the subscriber does when its user's code panics.
    pub fn element(&self, element: &Element) {
        self.world.record(self.link, Kind::Handled(Handled::Element(label(element))));
        if self.world.trips() {
            self.world.record(self.link, Kind::Tripped);
            super::panic_on_purpose();
        }
    }

    /// Completion reached the code that handles it.
    pub fn completed(&self) {
        self.world.record(self.link, Kind::Handled(Handled::Completed));
    }

    /// The error reached the code that handles it.
    pub fn failed(&self, error: &TestError) {
        self.world.record(self.link, Kind::Handled(Handled::Failed(label(error))));
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given").field("len", &self.length).finish_non_exhaustive()
    }
}
