//! What is in Java, as the suite takes it: elements cross as numbers, one by one.

use std::fmt;
use std::sync::Arc;

use reactive_streams::{Processor, Publisher, Subscriber, Subscription};
use reactive_streams_jvm::jni::Env;
use reactive_streams_jvm::{
    FromJava, JavaError, JavaObject, JavaPublisher, JavaSubscriber, ToJava, Value, java,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{Upstream, processor};
use reactive_streams_tck::log::Recorder;
use reactive_streams_tck::{Element, Given, TestError};

use crate::witness;

/// An element of the suite that has been in Java. It is written as there: `#7`.
pub(crate) struct Number(i64);

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl FromJava for Number {
    fn from_java<'local>(env: &mut Env<'local>, value: Value<'local>) -> Result<Self, JavaError> {
        i64::from_java(env, value).map(Self)
    }
}

/// An exception; that of the suite is written as its error.
pub(crate) struct Thrown(JavaError);

impl fmt::Debug for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.0.message().unwrap_or_default();
        let ours = message
            .strip_prefix("the suite made this stream fail after ")
            .and_then(|rest| rest.strip_suffix(" elements"));
        match ours {
            Some(number) => write!(f, "TestError({number})"),
            None => write!(f, "{}", self.0),
        }
    }
}

/// A publisher in Java.
#[derive(Clone)]
pub(crate) struct Foreign {
    publisher: JavaPublisher<Number>,
    recorder: Recorder,
}

impl Foreign {
    pub(crate) fn new(given: &Given, publisher: JavaPublisher<Number>) -> Self {
        Self { publisher, recorder: given.recorder().clone() }
    }

    /// The source of this name, with as many elements as are given; it completes or fails.
    pub(crate) fn source(given: &Given, name: &str, fails: bool) -> Self {
        let length = i64::try_from(given.len()).unwrap_or(i64::MAX);
        let failure = if fails { given.error().to_string() } else { String::new() };
        Self::new(given, made(java(name, (length, failure))))
    }
}

/// What Java made; where it throws, the check says so.
fn made<J>(java: Result<J, JavaError>) -> J {
    java.unwrap_or_else(|error| panic!("{error}\n{}", error.stack_trace()))
}

impl Publisher for Foreign {
    type Item = Number;
    type Error = Thrown;

    fn subscribe<S: Subscriber<Number, Thrown>>(self, subscriber: S) {
        let stream = witness::of_subscribe(&self.recorder);
        let watched: JavaPublisher<Number> =
            made(java("watched publisher", (self.publisher, stream)));
        watched.subscribe(Arrival(subscriber));
    }
}

/// A subscriber of the suite, to be signalled by Java.
struct Arrival<S>(S);

impl<S: Subscriber<Number, Thrown>> Subscriber<Number, JavaError> for Arrival<S> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.0.on_subscribe(subscription);
    }

    fn on_next(&mut self, item: Number) {
        self.0.on_next(item);
    }

    fn try_on_next(&mut self, item: Number) -> bool {
        self.0.try_on_next(item)
    }

    fn on_error(self, error: JavaError) {
        self.0.on_error(Thrown(error));
    }

    fn on_complete(self) {
        self.0.on_complete();
    }
}

/// A subscriber in Java, to be signalled by the suite.
pub(crate) struct Departure {
    subscriber: JavaObject,
    current: JavaSubscriber<i64>,
    greeted: bool,
    /// Those to which a second subscription was given: the bridge gives each only one.
    others: Vec<JavaSubscriber<i64>>,
}

impl Departure {
    pub(crate) fn new(given: &Given, subscriber: JavaObject) -> Self {
        let stream = witness::of_subscriber(given);
        let subscriber: JavaObject = made(java("watched subscriber", (subscriber, stream)));
        let current = JavaSubscriber::new(subscriber.clone());
        Self { subscriber, current, greeted: false, others: Vec::new() }
    }

    /// The subscriber of this name.
    pub(crate) fn subscriber(given: &Given, name: &str) -> Self {
        Self::new(given, made(java(name, ())))
    }
}

impl Subscriber<Element, TestError> for Departure {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        if self.greeted {
            let mut other = JavaSubscriber::new(self.subscriber.clone());
            Subscriber::<i64, TestError>::on_subscribe(&mut other, subscription);
            return self.others.push(other);
        }
        self.greeted = true;
        Subscriber::<i64, TestError>::on_subscribe(&mut self.current, subscription);
    }

    fn on_next(&mut self, item: Element) {
        Subscriber::<i64, TestError>::on_next(&mut self.current, number(item));
    }

    fn on_error(self, error: TestError) {
        Subscriber::<i64, TestError>::on_error(self.current, error);
    }

    fn on_complete(self) {
        Subscriber::<i64, TestError>::on_complete(self.current);
    }
}

fn number(item: Element) -> i64 {
    i64::try_from(item.number()).expect("no scenario sends as many elements")
}

/// The operator of this name: a function in Java that makes a publisher of ours one of its own.
pub(crate) fn operator(
    given: &Given,
    name: &'static str,
) -> impl Processor<Element, TestError, Publisher = Foreign> + use<> {
    processor(|upstream: Upstream<Element, TestError>| {
        let numbers = ToJava(upstream.map(number));
        Foreign::new(given, made(java(name, (numbers,))))
    })
}

/// The processor of this name.
pub(crate) struct BothEnds(Departure, Foreign);

impl BothEnds {
    pub(crate) fn new(given: &Given, name: &str) -> Self {
        let processor: JavaObject = made(java(name, ()));
        let publisher = JavaPublisher::new(processor.clone());
        Self(Departure::new(given, processor), Foreign::new(given, publisher))
    }
}

impl Processor<Element, TestError> for BothEnds {
    type Subscriber = Departure;
    type Publisher = Foreign;

    fn split(self) -> (Departure, Foreign) {
        (self.0, self.1)
    }
}
