use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use jni::Env;
use jni::objects::JObjectArray;
use reactive_streams::{Processor, Publisher, Subscriber};
use reactive_streams_operators::scheduler::ImmediateScheduler;
use reactive_streams_operators::{Upstream, from_try_future, processor};

use crate::arguments::Arguments;
use crate::convert::{FromJava, IntoJava};
use crate::error::{Failure, JavaError};
use crate::object::JavaObject;
use crate::outlet::{connect, java_subscriber};
use crate::{inlet, outlet};

/// What Java finds by name: see [`export!`](crate::export).
///
/// Each function is called anew for each subscription, or for each object that Java asks for. It takes
/// what [`Arguments`] allow: publishers of Java among them, which makes a stage of it.
///
/// ```
/// use reactive_streams_jvm::{JavaPublisher, Registry};
/// use reactive_streams_operators::prelude::*;
///
/// fn register(streams: &mut Registry) {
///     streams.publisher("doubled", |numbers: JavaPublisher<i64>| numbers.map(|n| n * 2));
/// }
/// # let _: fn(&mut Registry) = register;
/// ```
///
/// # Panics
///
/// When a name is given twice.
#[derive(Default)]
pub struct Registry {
    publishers: HashMap<String, Subscribe>,
    subscribers: HashMap<String, OpenSubscriber>,
    sinks: HashMap<String, OpenSink>,
    processors: HashMap<String, OpenProcessor>,
}

type Subscribe = Box<dyn Fn(&mut Env<'_>, &JObjectArray<'_>, JavaObject, bool) + Send + Sync>;
type OpenSubscriber =
    Box<dyn Fn(&mut Env<'_>, &JObjectArray<'_>) -> Result<i64, JavaError> + Send + Sync>;
type OpenSink = Box<
    dyn Fn(&mut Env<'_>, &JObjectArray<'_>, JavaObject) -> Result<i64, JavaError> + Send + Sync,
>;
type OpenProcessor = Box<dyn Fn() -> Result<[i64; 2], JavaError> + Send + Sync>;

static REGISTRY: OnceLock<Registry> = OnceLock::new();

/// What the constants of `Native` in Java mean.
const PUBLISHER: i32 = 0;
const SUBSCRIBER: i32 = 1;
const SINK: i32 = 2;
const PROCESSOR: i32 = 3;

impl Registry {
    /// Registers a publisher, for `RustStreams.publisher(name, arguments)`.
    ///
    /// If the arguments do not fit, or `make` panics, the subscriber gets the error after its subscription
    /// (§1.9).
    pub fn publisher<A, P>(
        &mut self,
        name: &str,
        make: impl Fn(A) -> P + Send + Sync + 'static,
    ) -> &mut Self
    where
        A: Arguments,
        P: Publisher<Item: IntoJava, Error: Failure>,
    {
        let subscribe = move |env: &mut Env<'_>,
                              arguments: &JObjectArray<'_>,
                              subscriber: JavaObject,
                              batched: bool| {
            let made =
                A::from_array(env, arguments).and_then(|arguments| guard(|| make(arguments)));
            match made {
                Ok(publisher) => connect(publisher, subscriber, batched),
                Err(error) => {
                    env.exception_clear();
                    java_subscriber::<P::Item>(subscriber, batched).refuse(error);
                }
            }
        };
        put(&mut self.publishers, name, Box::new(subscribe));
        self
    }

    /// Registers a subscriber, for `RustStreams.subscriber(name, arguments)`.
    pub fn subscriber<A, T, S>(
        &mut self,
        name: &str,
        make: impl Fn(A) -> S + Send + Sync + 'static,
    ) -> &mut Self
    where
        A: Arguments,
        T: FromJava,
        S: Subscriber<T, JavaError>,
    {
        let open = move |env: &mut Env<'_>, arguments: &JObjectArray<'_>| {
            let arguments = A::from_array(env, arguments)?;
            Ok(inlet::open(guard(|| make(arguments))?))
        };
        put(&mut self.subscribers, name, Box::new(open));
        self
    }

    /// Registers a subscriber that makes something of its elements, for `RustStreams.sink(name, arguments)`.
    ///
    /// `make` gives its two halves, as the functions of
    /// [`sink`](reactive_streams_operators::sink) do. Java has the future as a `CompletableFuture`; if
    /// that is cancelled, the future is dropped.
    ///
    /// ```
    /// use reactive_streams_jvm::Registry;
    /// use reactive_streams_operators::sink;
    ///
    /// fn register(streams: &mut Registry) {
    ///     streams.sink("sum", |()| sink::fold(0, |sum, n: i64| sum + n));
    /// }
    /// # let _: fn(&mut Registry) = register;
    /// ```
    pub fn sink<A, T, S, F, R, E>(
        &mut self,
        name: &str,
        make: impl Fn(A) -> (S, F) + Send + Sync + 'static,
    ) -> &mut Self
    where
        A: Arguments,
        T: FromJava,
        S: Subscriber<T, JavaError>,
        F: Future<Output = Result<R, E>> + Send + 'static,
        R: IntoJava,
        E: Failure,
    {
        let open = move |env: &mut Env<'_>, arguments: &JObjectArray<'_>, result: JavaObject| {
            let arguments = A::from_array(env, arguments)?;
            let (subscriber, outcome) = guard(|| make(arguments))?;
            // On whatever thread completes it: what is left to do is a call of Java.
            connect(from_try_future(outcome, &ImmediateScheduler::new()), result, false);
            Ok(inlet::open(subscriber))
        };
        put(&mut self.sinks, name, Box::new(open));
        self
    }

    /// Registers a processor, for `RustStreams.processor(name)`: a chain of operators behind `Upstream`.
    ///
    /// It serves one subscriber; another one gets an `IllegalStateException` (§1.11).
    pub fn processor<T, P>(
        &mut self,
        name: &str,
        chain: impl Fn(Upstream<T, JavaError>) -> P + Send + Sync + 'static,
    ) -> &mut Self
    where
        T: FromJava,
        P: Publisher<Item: IntoJava, Error: Failure>,
    {
        self.open_processor(name, chain, outlet::open)
    }

    /// Registers a processor that serves several subscribers, each with a clone of what `chain` gives: for
    /// chains that end in `share` or `replay`.
    pub fn shared_processor<T, P>(
        &mut self,
        name: &str,
        chain: impl Fn(Upstream<T, JavaError>) -> P + Send + Sync + 'static,
    ) -> &mut Self
    where
        T: FromJava,
        P: Publisher<Item: IntoJava, Error: Failure> + Clone,
    {
        self.open_processor(name, chain, outlet::open_many)
    }

    fn open_processor<T, P>(
        &mut self,
        name: &str,
        chain: impl Fn(Upstream<T, JavaError>) -> P + Send + Sync + 'static,
        open: impl Fn(P) -> i64 + Send + Sync + 'static,
    ) -> &mut Self
    where
        T: FromJava,
        P: Publisher,
    {
        let open = move || {
            let (subscriber, publisher) = guard(|| processor(&chain).split())?;
            Ok([inlet::open(subscriber), open(publisher)])
        };
        put(&mut self.processors, name, Box::new(open));
        self
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("publishers", &self.publishers.keys())
            .field("subscribers", &self.subscribers.keys())
            .field("sinks", &self.sinks.keys())
            .field("processors", &self.processors.keys())
            .finish()
    }
}

fn put<F>(map: &mut HashMap<String, F>, name: &str, function: F) {
    let before = map.insert(name.to_owned(), function);
    assert!(before.is_none(), "\"{name}\" is registered already");
}

/// Makes an error of a panic of what the user wrote.
fn guard<R>(make: impl FnOnce() -> R) -> Result<R, JavaError> {
    catch_unwind(AssertUnwindSafe(make)).map_err(|panic| {
        JavaError::at_border("rust.reactivestreams.RustException", panic_message(&*panic))
    })
}

pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("with something that is no text"))
}

/// Java looks things up in it from now on; the first one counts.
pub(crate) fn install(registry: Registry) {
    let _ = REGISTRY.set(registry);
}

fn find<F>(
    map: impl Fn(&Registry) -> &HashMap<String, F>,
    name: &str,
) -> Result<&'static F, JavaError>
where
    F: 'static,
{
    REGISTRY.get().and_then(|registry| map(registry).get(name)).ok_or_else(|| {
        let message = format!("nothing is registered as \"{name}\"");
        JavaError::at_border("java.lang.IllegalArgumentException", message)
    })
}

pub(crate) fn is_registered(kind: i32, name: &str) -> bool {
    REGISTRY.get().is_some_and(|registry| match kind {
        PUBLISHER => registry.publishers.contains_key(name),
        SUBSCRIBER => registry.subscribers.contains_key(name),
        SINK => registry.sinks.contains_key(name),
        PROCESSOR => registry.processors.contains_key(name),
        _ => false,
    })
}

pub(crate) fn subscribe(
    env: &mut Env<'_>,
    name: &str,
    arguments: &JObjectArray<'_>,
    subscriber: JavaObject,
    batched: bool,
) {
    match find(|registry| &registry.publishers, name) {
        Ok(subscribe) => subscribe(env, arguments, subscriber, batched),
        Err(error) => java_subscriber::<JavaObject>(subscriber, batched).refuse(error),
    }
}

pub(crate) fn open_subscriber(
    env: &mut Env<'_>,
    name: &str,
    arguments: &JObjectArray<'_>,
) -> Result<i64, JavaError> {
    find(|registry| &registry.subscribers, name)?(env, arguments)
}

pub(crate) fn open_sink(
    env: &mut Env<'_>,
    name: &str,
    arguments: &JObjectArray<'_>,
    result: JavaObject,
) -> Result<i64, JavaError> {
    find(|registry| &registry.sinks, name)?(env, arguments, result)
}

pub(crate) fn open_processor(name: &str) -> Result<[i64; 2], JavaError> {
    find(|registry| &registry.processors, name)?()
}
