use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_tck::log::{Call, Judged, Kind, Link, Outcome, Thing};

use crate::oracle::{self, Moment, Oracle, label, lock};

/// Watches whether and how a publisher is used, and changes nothing: for a branch that may be taken.
///
/// [`publisher`](Self::publisher) gives the watched publisher, as often as the original can be cloned.
/// Both of its ends are judged by the conformance suite's oracle when the probe is dropped.
///
/// ```
/// use reactive_streams::Publisher;
/// use reactive_streams_operators::{prelude::*, range};
/// use reactive_streams_test::{PublisherProbe, StepVerifier};
///
/// let (used, unused) = (PublisherProbe::new(range(0..9)), PublisherProbe::new(range(0..9)));
/// let (one, other) = (used.publisher(), unused.publisher());
/// let branch = range(0..1).concat_map(move |n| if n == 0 { one.clone() } else { other.clone() });
/// StepVerifier::create(branch.take(2)).expect_next_count(2).verify_complete();
///
/// used.assert_subscribed().assert_cancelled();
/// unused.assert_not_subscribed();
/// assert_eq!(used.log()[1..], ["cancel"]);
/// ```
///
/// # Demand
///
/// Every request goes straight through.
///
/// # Panics
///
/// The assertions panic when they do not hold.
pub struct PublisherProbe<P> {
    publisher: P,
    watch: Arc<Watch>,
}

struct Watch {
    oracle: Oracle,
    links: Mutex<Vec<Link>>,
}

impl<P> PublisherProbe<P> {
    /// Watches `publisher`.
    #[doc(alias = "of")]
    #[doc(alias = "empty")]
    pub fn new(publisher: P) -> Self {
        let watch = Watch { oracle: Oracle::new(Judged::Both), links: Mutex::default() };
        Self { publisher, watch: Arc::new(watch) }
    }

    /// The watched publisher.
    pub fn publisher(&self) -> Probed<P>
    where
        P: Clone,
    {
        Probed { publisher: self.publisher.clone(), watch: Arc::clone(&self.watch) }
    }

    /// How often it was subscribed.
    #[doc(alias = "subscribeCount")]
    pub fn subscriptions(&self) -> usize {
        lock(&self.watch.links).len()
    }

    /// What it was asked for, in order: `request n` and `cancel`.
    pub fn log(&self) -> Vec<String> {
        let links = lock(&self.watch.links).clone();
        self.watch.oracle.log(&links, oracle::wish)
    }

    /// It was subscribed.
    #[doc(alias = "assertWasSubscribed")]
    #[track_caller]
    pub fn assert_subscribed(&self) -> &Self {
        assert!(self.subscriptions() > 0, "expected a subscriber, and there was none");
        self
    }

    /// It was not subscribed.
    #[doc(alias = "assertWasNotSubscribed")]
    #[track_caller]
    pub fn assert_not_subscribed(&self) -> &Self {
        let subscriptions = self.subscriptions();
        assert!(subscriptions == 0, "expected no subscriber, and there were {subscriptions}");
        self
    }

    /// Elements were requested.
    #[doc(alias = "assertWasRequested")]
    #[track_caller]
    pub fn assert_requested(&self) -> &Self {
        let log = self.log();
        assert!(
            log.iter().any(|wish| wish != "cancel"),
            "expected a request, and this came: {log:?}"
        );
        self
    }

    /// It was cancelled.
    #[doc(alias = "assertWasCancelled")]
    #[track_caller]
    pub fn assert_cancelled(&self) -> &Self {
        let log = self.log();
        assert!(
            log.iter().any(|wish| wish == "cancel"),
            "expected a cancel, and this came: {log:?}"
        );
        self
    }

    /// It was not cancelled.
    #[doc(alias = "assertWasNotCancelled")]
    #[track_caller]
    pub fn assert_not_cancelled(&self) -> &Self {
        let log = self.log();
        assert!(
            log.iter().all(|wish| wish != "cancel"),
            "expected no cancel, and this came: {log:?}"
        );
        self
    }
}

impl<P> Debug for PublisherProbe<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublisherProbe").field("log", &self.log()).finish_non_exhaustive()
    }
}

impl<P> Drop for PublisherProbe<P> {
    fn drop(&mut self) {
        self.watch.oracle.judge(Moment::Midway);
    }
}

/// A publisher that a [`PublisherProbe`] watches.
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct Probed<P> {
    publisher: P,
    watch: Arc<Watch>,
}

impl<P> Debug for Probed<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probed").finish_non_exhaustive()
    }
}

impl<P> Publisher for Probed<P>
where
    P: Publisher<Item: Debug, Error: Debug>,
{
    type Item = P::Item;
    type Error = P::Error;

    fn subscribe<S: Subscriber<P::Item, P::Error>>(self, subscriber: S) {
        let watch = self.watch;
        let link = watch.oracle.link();
        lock(&watch.links).push(link);
        let seat = Seat { watch: Arc::clone(&watch), link };
        let between = Between { subscriber: Some(subscriber), seat };
        watch.oracle.calling(link, Call::Subscribe, || self.publisher.subscribe(between));
    }
}

/// One watched link.
#[derive(Clone)]
struct Seat {
    watch: Arc<Watch>,
    link: Link,
}

impl Seat {
    fn calling<R>(&self, call: Call, body: impl FnOnce() -> R) -> R {
        self.watch.oracle.calling(self.link, call, body)
    }
}

/// Stands between publisher and subscriber, and writes down what passes.
struct Between<S> {
    /// Gone with a terminal signal.
    subscriber: Option<S>,
    seat: Seat,
}

impl<S> Between<S> {
    /// A terminal signal takes the subscriber, and nothing comes after it.
    fn subscriber(&mut self) -> &mut S {
        self.subscriber.as_mut().expect("§1.7: the type forbids a signal after the last")
    }
}

impl<T, E, S> Subscriber<T, E> for Between<S>
where
    T: Debug,
    E: Debug,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        let seat = self.seat.clone();
        let passed = Passed { subscription, seat: seat.clone() };
        seat.calling(Call::OnSubscribe, || self.subscriber().on_subscribe(Arc::new(passed)));
    }

    fn on_next(&mut self, item: T) {
        let seat = self.seat.clone();
        seat.calling(Call::OnNext(label(&item)), || self.subscriber().on_next(item));
    }

    fn try_on_next(&mut self, item: T) -> bool {
        let Seat { watch, link } = self.seat.clone();
        let call = Call::OnNext(label(&item));
        let outcome = |used: &bool| if *used { Outcome::Normal } else { Outcome::Declined };
        watch.oracle.calling_with(link, call, || self.subscriber().try_on_next(item), outcome)
    }

    fn on_error(mut self, error: E) {
        let Some(subscriber) = self.subscriber.take() else { return };
        self.seat.calling(Call::OnError(label(&error)), || subscriber.on_error(error));
    }

    fn on_complete(mut self) {
        let Some(subscriber) = self.subscriber.take() else { return };
        self.seat.calling(Call::OnComplete, || subscriber.on_complete());
    }
}

impl<S> Drop for Between<S> {
    fn drop(&mut self) {
        let Self { subscriber, seat } = self;
        seat.calling(Call::Drop, || {
            drop(subscriber.take());
            seat.watch.oracle.record(seat.link, Kind::Dropped(Thing::Subscriber));
        });
    }
}

/// The subscription, written down as it passes.
struct Passed {
    subscription: Arc<dyn Subscription>,
    seat: Seat,
}

impl Subscription for Passed {
    fn request(&self, demand: Demand) {
        self.seat.calling(Call::Request(demand.get()), || self.subscription.request(demand));
    }

    fn cancel(&self) {
        self.seat.calling(Call::Cancel, || self.subscription.cancel());
    }
}
