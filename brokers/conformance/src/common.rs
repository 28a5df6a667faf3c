//! What the places have in common in which elements are kept.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Acknowledge, Delivery, Destination, Unsent};
use reactive_streams_operators::operator::Take;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Upstream, error, from_iter, processor, range};
use reactive_streams_tck::{Element, Given, Limits, PublisherSpec, Suite, TestError};

/// The most elements that a run is given. So many are in each topic and stream that is read.
pub(crate) const MOST: u64 = 20_000;

/// How many are in those that are read to the end, where more is wanted and nothing comes.
pub(crate) const FEW: u64 = 50;

/// How many records may be on their way.
pub(crate) const WINDOW: NonZeroUsize = NonZeroUsize::new(64).expect("64 is not zero");

/// A broker answers within some milliseconds, if it has not just been started on a busy machine; and an element that
/// nobody asked for comes at once.
pub(crate) const LIMITS: Limits =
    Limits { must_happen: Duration::from_secs(60), must_not_happen: Duration::from_millis(25) };

/// What is stored as element `number`.
pub(crate) fn payload(number: u64) -> Vec<u8> {
    number.to_string().into_bytes()
}

/// What a run sees of deliveries: acknowledged at once, and read.
pub(crate) fn numbers<P, M, A>(
    deliveries: P,
) -> impl Publisher<Item = u64, Error = P::Error> + use<P, M, A>
where
    P: Publisher<Item = Delivery<M, A>>,
    M: AsRef<[u8]> + Send + 'static,
    A: Acknowledge,
{
    deliveries.map(|delivery| number(delivery.acknowledge()))
}

/// Which element it is.
pub(crate) fn number(message: impl AsRef<[u8]>) -> u64 {
    let text = String::from_utf8_lossy(message.as_ref());
    text.parse().unwrap_or_else(|_| panic!("{text:?} was never stored"))
}

/// Adds a source that has [`MOST`] elements, of which it is read as far as a run wants.
pub(crate) fn add_source<'a, S, P>(
    suite: &'a mut Suite,
    name: &str,
    source: S,
) -> PublisherSpec<'a, impl Fn(&Given) -> Take<P> + Send + Sync + use<S, P>>
where
    S: Fn() -> P + Send + Sync + 'static,
    P: Publisher<Item = u64, Error: fmt::Debug>,
{
    suite
        .publisher(name, move |given| source().take(given.len() as usize))
        .up_to(MOST)
        .foreign()
        .limits(LIMITS)
}

/// Adds a source that has [`FEW`] elements, and waits for more.
pub(crate) fn add_waiting_source<S, P>(suite: &mut Suite, name: &str, source: S)
where
    S: Fn() -> P + Send + Sync + 'static,
    P: Publisher<Item = u64, Error: fmt::Debug>,
{
    let name = format!("{name}, and then nothing");
    suite
        .publisher(&name, move |_given| source())
        .exactly(FEW)
        .never_completes()
        .foreign()
        .limits(LIMITS);
}

/// Stores so many elements.
pub(crate) fn store<D: Destination>(
    destination: D,
    count: u64,
    record: impl Fn(Vec<u8>) -> D::Record + Send + 'static,
) {
    let results = range(0..count).send_to(destination, move |number| record(payload(*number)));
    let stored = results.filter(Result::is_ok).count().block();
    assert_eq!(stored.ok(), Some(count), "elements are refused");
}

/// Adds a destination: as the processor that passes elements on whose records have arrived, which shows its demand, and
/// as a publisher, which shows that what it is sent leaks nowhere.
pub(crate) fn add_destination<D, R>(suite: &mut Suite, name: &str, destination: D, record: R)
where
    D: Destination<Error: fmt::Debug> + Clone,
    R: Fn(Vec<u8>) -> D::Record + Clone + Send + Sync + 'static,
{
    let window = destination.window();
    let sends = Sends { destination, record };
    let passes = sends.clone();
    suite
        .processor(name, move |_given| {
            // An error comes after the results, and not at once (§4.2): that is for the publisher.
            processor(|head: Upstream<Element, TestError>| {
                passes.sent(head.on_error_complete().fallible())
            })
        })
        .prefetch(window.get() as u64)
        .recovers()
        .foreign()
        .limits(LIMITS);
    let (gives, fails) = (sends.clone(), sends);
    suite
        .publisher(&format!("{name}, as a publisher"), move |given| {
            gives.sent(from_iter(given.elements()).fallible())
        })
        .up_to(MOST)
        .fails_midway(move |given| {
            fails.sent(from_iter(given.elements()).fallible().chain(error(given.error())))
        })
        .foreign()
        .limits(LIMITS);
}

#[derive(Clone)]
struct Sends<D, R> {
    destination: D,
    record: R,
}

impl<D, R> Sends<D, R>
where
    D: Destination<Error: fmt::Debug> + Clone,
    R: Fn(Vec<u8>) -> D::Record + Clone + Send + 'static,
{
    /// The elements whose records have arrived. Another one is an error that no run expects.
    fn sent<P>(&self, upstream: P) -> impl Publisher<Item = Element, Error = Failure> + use<P, D, R>
    where
        P: Publisher<Item = Element, Error = TestError>,
    {
        let record = self.record.clone();
        upstream
            .map_err(Failure::Upstream)
            .send_to(self.destination.clone(), move |element| record(payload(element.number())))
            .lift_results_with(|unsent: Unsent<_, D::Error>| {
                Failure::Unsent(format!("{:?}", unsent.error))
            })
            .map(|sent| sent.element)
    }
}

enum Failure {
    Upstream(TestError),
    Unsent(String),
}

// As what comes from upstream is: it arrives as it was sent.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(error) => error.fmt(f),
            Self::Unsent(error) => f.write_str(error),
        }
    }
}
