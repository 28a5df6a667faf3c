//! What is checked, and what it says that it can do. Java has each under its name, in a class for each library.

use std::time::Duration;

use reactive_streams_tck::{Given, Limits, Sharing, Subject, Suite};

use crate::border::{BothEnds, Departure, Foreign, operator};

/// Everything is checked often, and has few threads of its own: what does not come soon, does not come.
const LIMITS: Limits = Limits {
    must_happen: Duration::from_millis(2_000),
    must_not_happen: Duration::from_millis(25),
};

/// On which threads an implementation works.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// On its caller's.
    Here,
    /// On its own.
    Elsewhere,
}
use Runs::{Elsewhere, Here};

/// Sources which give any number of elements, complete or fail after them, and serve each subscriber anew.
const SOURCES: [(&str, Runs); 15] = [
    ("reactor range", Here),
    ("reactor fromIterable", Here),
    ("reactor generate", Here),
    ("reactor create", Here),
    ("rxjava rangeLong", Here),
    ("rxjava fromIterable", Here),
    ("rxjava generate", Here),
    ("rxjava create", Here),
    ("mutiny range", Here),
    ("mutiny iterable", Here),
    ("mutiny emitter", Here),
    ("jdk SubmissionPublisher", Elsewhere),
    ("example AsyncIterablePublisher", Elsewhere),
    ("example AsyncIterablePublisher of 10", Elsewhere),
    ("pekko Source.from", Elsewhere),
];

/// Operators that pass every element on, and by how many elements they request ahead, where that is said.
const OPERATORS: [(&str, Runs, Option<u64>); 52] = [
    ("reactor map", Here, Some(0)),
    ("reactor filter", Here, Some(0)),
    ("reactor flatMap", Here, Some(256)),
    ("reactor concatMap", Here, Some(32)),
    ("reactor concatMap hidden", Here, Some(32)),
    ("reactor switchOnFirst", Here, Some(1)),
    ("reactor publishOn", Elsewhere, Some(256)),
    ("reactor subscribeOn", Elsewhere, Some(0)),
    ("reactor zipWith", Here, Some(32)),
    ("reactor mergeWith", Here, Some(32)),
    ("reactor buffer", Here, None),
    ("reactor window", Here, None),
    ("reactor groupBy", Here, Some(512)),
    ("reactor take", Here, Some(0)),
    ("reactor onBackpressureBuffer", Here, None),
    ("reactor share", Here, Some(256)),
    ("rxjava map", Here, Some(0)),
    ("rxjava filter", Here, Some(0)),
    ("rxjava flatMap", Here, Some(128)),
    ("rxjava concatMap", Here, Some(4)),
    ("rxjava observeOn", Elsewhere, Some(128)),
    ("rxjava subscribeOn", Elsewhere, Some(0)),
    ("rxjava zipWith", Here, Some(128)),
    ("rxjava mergeWith", Here, Some(128)),
    ("rxjava buffer", Here, None),
    ("rxjava window", Here, None),
    ("rxjava groupBy", Here, Some(256)),
    ("rxjava take", Here, Some(0)),
    ("rxjava onBackpressureBuffer", Here, None),
    ("rxjava share", Here, Some(128)),
    ("mutiny map", Here, Some(0)),
    ("mutiny select", Here, Some(0)),
    ("mutiny merge", Here, Some(256)),
    ("mutiny concatenate", Here, Some(1)),
    ("mutiny emitOn", Elsewhere, Some(256)),
    ("mutiny runSubscriptionOn", Elsewhere, Some(0)),
    ("mutiny zip", Here, None),
    ("mutiny group intoLists", Here, None),
    ("mutiny select first", Here, Some(0)),
    ("mutiny overflow buffer", Here, None),
    ("mutiny broadcast", Here, None),
    ("pekko map", Elsewhere, Some(16)),
    ("pekko filter", Elsewhere, Some(16)),
    ("pekko flatMapConcat", Elsewhere, Some(16)),
    ("pekko flatMapMerge", Elsewhere, Some(32)),
    ("pekko async", Elsewhere, Some(32)),
    ("pekko zip", Elsewhere, Some(32)),
    ("pekko merge", Elsewhere, Some(32)),
    ("pekko grouped", Elsewhere, None),
    ("pekko groupBy", Elsewhere, None),
    ("pekko take", Elsewhere, Some(16)),
    ("pekko buffer", Elsewhere, Some(32)),
];

/// Processors that are a subscriber and a publisher.
const PROCESSORS: [(&str, Runs); 6] = [
    ("rxjava UnicastProcessor", Here),
    ("rxjava ReplayProcessor", Here),
    ("rxjava MulticastProcessor", Here),
    ("mutiny UnicastProcessor", Here),
    ("jdk SubmissionPublisher processor", Elsewhere),
    ("pekko toProcessor", Elsewhere),
];

/// Subscribers that request by themselves.
const SUBSCRIBERS: [(&str, Runs); 8] = [
    ("reactor BaseSubscriber", Here),
    ("rxjava TestSubscriber", Here),
    ("rxjava DefaultSubscriber", Here),
    ("rxjava DisposableSubscriber", Here),
    ("mutiny AssertSubscriber", Here),
    ("pekko Sink.ignore", Elsewhere),
    ("example SyncSubscriber", Here),
    ("example AsyncSubscriber", Elsewhere),
];

pub(crate) fn add_to(suite: &mut Suite) {
    for (name, runs) in SOURCES {
        let source = suite
            .publisher(name, move |given| Foreign::source(given, name, false))
            .up_to(1 << 30)
            .fails_at_once(move |given| Foreign::source(given, name, true))
            .fails_midway(move |given| Foreign::source(given, name, true));
        let source = if runs == Elsewhere { source.foreign().limits(LIMITS) } else { source };
        if !name.contains("Source.from") {
            source.many(Sharing::Own);
        }
    }
    add_other_sources(suite);
    for (name, runs, prefetch) in OPERATORS {
        let processor = suite.processor(name, move |given| operator(given, name));
        let processor = match prefetch {
            Some(prefetch) => processor.prefetch(prefetch),
            None => processor,
        };
        if runs == Elsewhere {
            processor.foreign().limits(LIMITS);
        }
    }
    for (name, runs) in PROCESSORS {
        let processor = suite.processor(name, move |given| BothEnds::new(given, name));
        if runs == Elsewhere {
            processor.foreign().limits(LIMITS);
        }
    }
    for (name, runs) in SUBSCRIBERS {
        let subscriber =
            suite.subscriber(name, move |given| Subject::new(Departure::subscriber(given, name)));
        if runs == Elsewhere {
            subscriber.foreign().limits(LIMITS);
        }
    }
}

/// Sources that lack something.
fn add_other_sources(suite: &mut Suite) {
    let source = |name: &'static str| move |given: &Given| Foreign::source(given, name, false);
    let name = "reactor unicast sink";
    suite.publisher(name, source(name)).up_to(10_000);
    let name = "pekko range";
    suite.publisher(name, source(name)).up_to(1 << 30).foreign().limits(LIMITS);
    let name = "example NumberIterablePublisher";
    let numbers = suite.publisher(name, source(name)).up_to(1 << 30).foreign().limits(LIMITS);
    numbers.many(Sharing::Own);
    let name = "example RangePublisher";
    suite.publisher(name, source(name)).up_to(1 << 30).many(Sharing::Own);
}
