use std::fmt::{self, Debug};
use std::sync::Arc;

use reactive_streams::Publisher;

use crate::log::{Ending, Link};
use crate::world::{Execution, Given, Limits, Probe};

/// Subscribes one of our probes. A publisher that is not `Clone` does so once.
pub(crate) type Connect = Box<dyn FnMut(Probe) + Send>;

/// A publisher whose type has been forgotten, made for one run.
pub(crate) struct Made {
    pub(crate) connect: Connect,
    /// For the downstream end of a processor: the link of its upstream.
    pub(crate) upstream: Option<Link>,
}

pub(crate) type Factory = Arc<dyn Fn(&Given) -> Made + Send + Sync>;

/// How a publisher serves several subscribers (§1.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Each clone gives the whole stream to its own subscriber.
    Own,
    /// All clones share one stream: what one subscriber gets, all that are subscribed get.
    Multicast,
}

/// A publisher under test, and what it can do.
#[derive(Clone)]
pub(crate) struct PublisherUnderTest {
    pub(crate) make: Factory,
    pub(crate) fails_at_once: Option<Factory>,
    pub(crate) fails_midway: Option<Factory>,
    pub(crate) many: Option<(Sharing, Factory)>,
    pub(crate) least: u64,
    pub(crate) most: u64,
    pub(crate) ending: Ending,
    pub(crate) execution: Execution,
    pub(crate) limits: Limits,
    pub(crate) recovers: bool,
    pub(crate) prefetch: Option<u64>,
}

impl Debug for PublisherUnderTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublisherUnderTest")
            .field("most", &self.most)
            .field("ending", &self.ending)
            .field("execution", &self.execution)
            .finish_non_exhaustive()
    }
}

impl PublisherUnderTest {
    pub(super) fn new<F, P>(make: F) -> (Self, Arc<F>)
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Publisher<Item: Debug, Error: Debug>,
    {
        let make = Arc::new(make);
        (Self::from_factory(once(Arc::clone(&make))), make)
    }

    pub(super) fn from_factory(make: Factory) -> Self {
        Self {
            make,
            fails_at_once: None,
            fails_midway: None,
            many: None,
            least: 0,
            most: u64::MAX,
            ending: Ending::Complete,
            execution: Execution::default(),
            limits: Limits::default(),
            recovers: false,
            prefetch: None,
        }
    }
}

/// Makes publishers that are subscribed once.
fn once<F, P>(make: Arc<F>) -> Factory
where
    F: Fn(&Given) -> P + Send + Sync + 'static,
    P: Publisher<Item: Debug, Error: Debug>,
{
    Arc::new(move |given| {
        let mut publisher = Some(make(given));
        let connect = move |probe| {
            if let Some(publisher) = publisher.take() {
                publisher.subscribe(probe);
            }
        };
        Made { connect: Box::new(connect), upstream: None }
    })
}

/// Makes publishers that are subscribed again and again.
fn cloned<F, P>(make: Arc<F>) -> Factory
where
    F: Fn(&Given) -> P + Send + Sync + 'static,
    P: Publisher<Item: Debug, Error: Debug> + Clone,
{
    Arc::new(move |given| {
        let publisher = make(given);
        let connect = move |probe| publisher.clone().subscribe(probe);
        Made { connect: Box::new(connect), upstream: None }
    })
}

/// Says what a publisher can do. Without a word it gives any number of elements and completes, cannot
/// be made to fail, serves one subscriber, and works on its caller's thread.
#[derive(Debug)]
pub struct PublisherSpec<'a, F> {
    subject: &'a mut PublisherUnderTest,
    make: Arc<F>,
}

impl<'a, F> PublisherSpec<'a, F> {
    pub(super) fn new(subject: &'a mut PublisherUnderTest, make: Arc<F>) -> Self {
        Self { subject, make }
    }

    /// It gives at most `most` elements.
    pub fn up_to(self, most: u64) -> Self {
        self.subject.most = most;
        self
    }

    /// It always gives this number of elements.
    pub fn exactly(self, length: u64) -> Self {
        self.subject.least = length;
        self.subject.most = length;
        self
    }

    /// It never completes: after its elements, if it has an end of them, it stays silent.
    pub fn never_completes(self) -> Self {
        self.subject.ending = Ending::Never;
        self
    }

    /// It always fails after its elements.
    pub fn always_fails(self) -> Self {
        self.subject.ending = Ending::Fail;
        self
    }

    runs_on!(subject);

    /// How to make one that fails before any element.
    pub fn fails_at_once<G, P>(self, make: G) -> Self
    where
        G: Fn(&Given) -> P + Send + Sync + 'static,
        P: Publisher<Item: Debug, Error: Debug>,
    {
        self.subject.fails_at_once = Some(once(Arc::new(make)));
        self
    }

    /// How to make one that fails after [`Given::len`] elements.
    pub fn fails_midway<G, P>(self, make: G) -> Self
    where
        G: Fn(&Given) -> P + Send + Sync + 'static,
        P: Publisher<Item: Debug, Error: Debug>,
    {
        self.subject.fails_midway = Some(once(Arc::new(make)));
        self
    }

    /// Its clones serve several subscribers, in this way.
    pub fn many<P>(self, sharing: Sharing) -> Self
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Publisher<Item: Debug, Error: Debug> + Clone,
    {
        self.subject.many = Some((sharing, cloned(Arc::clone(&self.make))));
        self
    }
}
