use std::sync::{Arc, Mutex, PoisonError};

use reactive_streams::Publisher;

use crate::convert::IntoJava;
use crate::error::{Failure, JavaError};
use crate::object::JavaObject;
use crate::subscriber::JavaSubscriber;
use crate::table::{self, End};

/// A publisher in Rust that Java knows by number.
pub(crate) trait OutletEnd: Send + Sync {
    fn subscribe(&self, subscriber: JavaObject, batched: bool);
}

/// Subscribes a subscriber in Java, one by one or by the block.
pub(crate) fn connect<P>(publisher: P, subscriber: JavaObject, batched: bool)
where
    P: Publisher<Item: IntoJava, Error: Failure>,
{
    publisher.subscribe(java_subscriber(subscriber, batched));
}

pub(crate) fn java_subscriber<T>(subscriber: JavaObject, batched: bool) -> JavaSubscriber<T> {
    if batched { JavaSubscriber::batched(subscriber) } else { JavaSubscriber::new(subscriber) }
}

/// Serves one subscriber.
pub(crate) fn open<P>(publisher: P) -> i64
where
    P: Publisher<Item: IntoJava, Error: Failure>,
{
    table::insert(End::Outlet(Arc::new(Once(Mutex::new(Some(publisher))))))
}

/// Serves as many as there are, each with a clone.
pub(crate) fn open_many<P>(publisher: P) -> i64
where
    P: Publisher<Item: IntoJava, Error: Failure> + Clone,
{
    table::insert(End::Outlet(Arc::new(Many(Mutex::new(publisher)))))
}

struct Once<P>(Mutex<Option<P>>);

impl<P> OutletEnd for Once<P>
where
    P: Publisher<Item: IntoJava, Error: Failure>,
{
    fn subscribe(&self, subscriber: JavaObject, batched: bool) {
        let publisher = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match publisher {
            Some(publisher) => connect(publisher, subscriber, batched),
            None => JavaSubscriber::<P::Item>::new(subscriber).refuse(JavaError::at_border(
                "java.lang.IllegalStateException",
                "it serves one subscriber, and has one (§1.9)",
            )),
        }
    }
}

struct Many<P>(Mutex<P>);

impl<P> OutletEnd for Many<P>
where
    P: Publisher<Item: IntoJava, Error: Failure> + Clone,
{
    fn subscribe(&self, subscriber: JavaObject, batched: bool) {
        // A lock, for a publisher need not be `Sync`; to clone one is to copy a handle.
        let publisher = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        connect(publisher, subscriber, batched);
    }
}
