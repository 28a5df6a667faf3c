use std::fmt::{self, Debug};
use std::sync::Arc;

use reactive_streams::{Processor, Publisher};

use super::{
    Connect, Factory, Hooks, Made, PublisherUnderTest, Sharing, Subject, SubscriberUnderTest,
};
use crate::log::{Declaration, Judged, Kind, Link};
use crate::world::{
    AnySubscriber, Element, Execution, Given, Limits, Plan, Reaction, Tap, TestError, Upstream,
};

/// Makes both ends of a processor for one run, their types forgotten.
type Split = Arc<dyn Fn(&Given) -> (Box<dyn AnySubscriber>, Connect) + Send + Sync>;

/// A processor under test: it is checked as a publisher, fed by ours, and as a subscriber, whose
/// demand and interest are those of our probe behind it.
#[derive(Clone)]
pub(crate) struct ProcessorUnderTest {
    pub(crate) publisher: PublisherUnderTest,
    pub(crate) subscriber: SubscriberUnderTest,
    pub(crate) split: Split,
    pub(crate) many: Option<Split>,
}

impl Debug for ProcessorUnderTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessorUnderTest")
            .field("publisher", &self.publisher)
            .finish_non_exhaustive()
    }
}

impl ProcessorUnderTest {
    pub(super) fn new<F, P>(make: F) -> (Self, Arc<F>)
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Processor<Element, TestError>,
        P::Publisher: Publisher<Item: Debug, Error: Debug>,
    {
        let make = Arc::new(make);
        let maker = Arc::clone(&make);
        let split: Split = Arc::new(move |given| {
            let (subscriber, publisher) = maker(given).split();
            let mut publisher = Some(publisher);
            let connect: Connect = Box::new(move |probe| {
                if let Some(publisher) = publisher.take() {
                    publisher.subscribe(probe);
                }
            });
            (Box::new(subscriber) as Box<dyn AnySubscriber>, connect)
        });
        let mut publisher = PublisherUnderTest::from_factory(fed(&split, false));
        publisher.fails_at_once = Some(fed(&split, true));
        publisher.fails_midway = Some(fed(&split, true));
        let subscriber = SubscriberUnderTest::new(driven(&split));
        (Self { publisher, subscriber, split, many: None }, make)
    }
}

/// The processor as a publisher: our own publisher feeds it.
fn fed(split: &Split, fail: bool) -> Factory {
    let split = Arc::clone(split);
    Arc::new(move |given| {
        let (subscriber, connect) = split(given);
        let upstream = upstream_of(given, Reaction::Emit { fail }, subscriber);
        upstream.greet();
        Made { connect, upstream: Some(upstream.link()) }
    })
}

/// Our publisher in front of the processor. Both its ends are judged, so its link is too.
fn upstream_of(given: &Given, reaction: Reaction, subscriber: Box<dyn AnySubscriber>) -> Upstream {
    let link = given.world().recorder().link();
    let mut declaration = Declaration::new(Judged::Subscriber);
    declaration.contended = true; // a downstream that races is ours
    Upstream::new(given.world(), link, declaration, reaction, given.len(), subscriber)
}

/// The processor as a subscriber: its demand is that of our probe behind it.
fn driven(split: &Split) -> impl Fn(&Given) -> Subject + Send + Sync + 'static + use<> {
    let split = Arc::clone(split);
    move |given| {
        let (subscriber, mut connect) = split(given);
        // Whether it recovers is seen from behind; here, either is right.
        let tap = downstream_of(given, given.link(), true, &mut connect);
        let wanting = tap.clone();
        let hooks = Hooks {
            want: Some(Box::new(move |count| wanting.request(count))),
            lose_interest: Some(Box::new(move || tap.cancel())),
            instrumented: true,
            ..Hooks::default()
        };
        Subject { subscriber, hooks }
    }
}

/// Our probe behind the processor.
pub(crate) fn downstream_of(
    given: &Given,
    upstream: Link,
    recovers: bool,
    connect: &mut Connect,
) -> Tap {
    let world = given.world();
    let link = world.recorder().link();
    let mut declaration = Declaration::new(Judged::Publisher);
    declaration.downstream_of = Some(upstream);
    declaration.recovers = recovers;
    world.record(link, Kind::Declared(Box::new(declaration)));
    let tap = Tap::new(world, link);
    let plan = Plan { handles_for: Some(upstream), ..Plan::default() };
    let probe = tap.probe(plan);
    tap.subscribing(|| connect(probe));
    tap
}

/// Says what a processor can do. Without a word it passes on every element, completion and errors,
/// serves one subscriber, and works on its caller's thread.
#[derive(Debug)]
pub struct ProcessorSpec<'a, F> {
    subject: &'a mut ProcessorUnderTest,
    make: Arc<F>,
}

impl<'a, F> ProcessorSpec<'a, F> {
    pub(super) fn new(subject: &'a mut ProcessorUnderTest, make: Arc<F>) -> Self {
        Self { subject, make }
    }

    runs_on!(subject.publisher, subject.subscriber);

    /// It passes on at most `most` elements.
    pub fn up_to(self, most: u64) -> Self {
        self.subject.publisher.most = most;
        self
    }

    /// It requests at most `prefetch` elements more than its downstream has requested.
    pub fn prefetch(self, prefetch: u64) -> Self {
        self.subject.publisher.prefetch = Some(prefetch);
        self
    }

    /// It completes its downstream when its upstream fails, instead of passing the error on (§4.2).
    pub fn recovers(self) -> Self {
        self.subject.publisher.recovers = true;
        self
    }

    /// Clones of its publisher end serve several subscribers with the same elements.
    pub fn many<P>(self) -> Self
    where
        F: Fn(&Given) -> P + Send + Sync + 'static,
        P: Processor<Element, TestError>,
        P::Publisher: Publisher<Item: Debug, Error: Debug> + Clone,
    {
        let make = Arc::clone(&self.make);
        let split: Split = Arc::new(move |given| {
            let (subscriber, publisher) = make(given).split();
            let connect: Connect = Box::new(move |probe| publisher.clone().subscribe(probe));
            (Box::new(subscriber) as Box<dyn AnySubscriber>, connect)
        });
        self.subject.publisher.many = Some((Sharing::Multicast, fed(&split, false)));
        self.subject.many = Some(split);
        self
    }
}
