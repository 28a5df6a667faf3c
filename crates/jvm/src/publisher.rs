use std::fmt;
use std::marker::PhantomData;

use jni::Env;
use reactive_streams::{Processor, Publisher, Subscriber};

use crate::convert::{FromJava, IntoJava, Value};
use crate::env::with_frame;
use crate::error::{Failure, JavaError};
use crate::inlet;
use crate::native::Native;
use crate::object::JavaObject;
use crate::outlet;
use crate::subscriber::JavaSubscriber;

/// A publisher in Java, as one of ours. A clone is the same publisher.
///
/// # Demand
///
/// Each request is a request there, one for one, and so is a cancel. A signal that arrives while another one is
/// handled, as Java may signal from inside `request`, follows when that has returned.
///
/// An exception, or an element that is of another type, becomes a [`JavaError`]; so does what `subscribe` or
/// `request` throws, which must not (§1.9, §3.16).
pub struct JavaPublisher<T> {
    source: JavaObject,
    items: PhantomData<fn() -> T>,
}

impl<T> JavaPublisher<T> {
    /// The publisher that `source` is: an `org.reactivestreams.Publisher`.
    pub fn new(source: JavaObject) -> Self {
        Self { source, items: PhantomData }
    }
}

impl<T> Clone for JavaPublisher<T> {
    fn clone(&self) -> Self {
        Self::new(self.source.clone())
    }
}

impl<T> fmt::Debug for JavaPublisher<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JavaPublisher").finish_non_exhaustive()
    }
}

impl<T: FromJava> Publisher for JavaPublisher<T> {
    type Item = T;
    type Error = JavaError;

    fn subscribe<S: Subscriber<T, JavaError>>(self, subscriber: S) {
        let number = inlet::open(subscriber);
        let thrown = with_frame(|env| {
            let thrown = Native::subscribe_to(env, self.source.as_obj(), number)?;
            Ok(if thrown.is_null() { None } else { Some(JavaError::of(env, &thrown)) })
        });
        let error = thrown.unwrap_or_else(|error| Some(error.into()));
        if let (Some(error), Some(inlet)) = (error, inlet::get(number)) {
            inlet.on_error(error);
        }
    }
}

/// One of `Flow` is as good as one of `org.reactivestreams`.
fn normalized<'local>(
    env: &mut Env<'local>,
    value: Value<'local>,
) -> Result<JavaObject, JavaError> {
    let object = JavaObject::from_java(env, value)?;
    let normal = Native::normalize(env, object.as_obj())?;
    Ok(JavaObject::new(env, &normal)?)
}

impl<T: 'static> FromJava for JavaPublisher<T> {
    fn from_java<'local>(env: &mut Env<'local>, value: Value<'local>) -> Result<Self, JavaError> {
        normalized(env, value).map(Self::new)
    }
}

impl<T: 'static> IntoJava for JavaPublisher<T> {
    fn into_java<'local>(self, env: &mut Env<'local>) -> Result<Value<'local>, JavaError> {
        self.source.into_java(env)
    }
}

impl<T: Send + 'static> FromJava for JavaSubscriber<T> {
    fn from_java<'local>(env: &mut Env<'local>, value: Value<'local>) -> Result<Self, JavaError> {
        normalized(env, value).map(Self::new)
    }
}

/// A processor in Java, as one of ours: it takes `T` and gives `R`.
pub struct JavaProcessor<T, R> {
    processor: JavaObject,
    items: PhantomData<fn(T) -> R>,
}

impl<T, R> JavaProcessor<T, R> {
    /// The processor that this is: an `org.reactivestreams.Processor`.
    pub fn new(processor: JavaObject) -> Self {
        Self { processor, items: PhantomData }
    }
}

impl<T, R> fmt::Debug for JavaProcessor<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JavaProcessor").finish_non_exhaustive()
    }
}

impl<T: IntoJava, R: FromJava> Processor<T, JavaError> for JavaProcessor<T, R> {
    type Subscriber = JavaSubscriber<T>;
    type Publisher = JavaPublisher<R>;

    fn split(self) -> (JavaSubscriber<T>, JavaPublisher<R>) {
        (JavaSubscriber::new(self.processor.clone()), JavaPublisher::new(self.processor))
    }
}

impl<T: 'static, R: 'static> FromJava for JavaProcessor<T, R> {
    fn from_java<'local>(env: &mut Env<'local>, value: Value<'local>) -> Result<Self, JavaError> {
        normalized(env, value).map(Self::new)
    }
}

/// A publisher of ours on its way to Java, where it is a `RustPublisher`.
///
/// It serves one subscriber there; another one gets an `IllegalStateException`. What Java does not
/// subscribe is dropped when Java has collected it.
#[derive(Debug)]
pub struct ToJava<P>(pub P);

impl<P> IntoJava for ToJava<P>
where
    P: Publisher<Item: IntoJava, Error: Failure>,
{
    fn into_java<'local>(self, env: &mut Env<'local>) -> Result<Value<'local>, JavaError> {
        let number = outlet::open(self.0);
        Ok(Value::Object(Native::publisher_of(env, number)?))
    }
}
