//! What the tests of the bridge itself call.

use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;
use std::panic;

use reactive_streams_jvm::{JavaError, JavaObject, JavaPublisher, Registry, ToJava, java};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ImmediateScheduler;
use reactive_streams_operators::{
    BoxPublisher, Upstream, error, from_iter, from_try_stream, once, range, sink,
};

use crate::scheduler::{shut_down, with_pool};

pub(crate) fn add_to(streams: &mut Registry) {
    elements(streams);
    streams
        .publisher("wrapped failure", |()| error::<i64, _>(Outer(Inner)))
        .publisher("wrapped java failure", |numbers: JavaPublisher<i64>| numbers.map_err(AtBorder))
        .publisher("panic in an element", |()| {
            range(0..10i64).map(|n| if n == 3 { panic!("at three") } else { n })
        })
        .publisher("panic in a function", |()| -> BoxPublisher<i64, JavaError> {
            panic!("no publisher")
        })
        .publisher("sum of both", |(left, right): (JavaPublisher<i64>, JavaPublisher<i64>)| {
            left.zip_with(right, |left, right| left + right)
        })
        .publisher("doubled", |numbers: JavaPublisher<i64>| numbers.map(|n| n * 2))
        .publisher("on threads", |numbers: JavaPublisher<i64>| {
            let prefetch = NonZeroUsize::MIN.saturating_add(63);
            with_pool(|pool| numbers.publish_on(pool, prefetch))
        })
        .publisher("shut down", |()| {
            shut_down();
            once(true)
        })
        .publisher("without messages of panics", |()| {
            panic::set_hook(Box::new(|_| {}));
            once(true)
        })
        .publisher("registered in java", |name: String| {
            let made: Result<JavaPublisher<i64>, JavaError> =
                java(&name, (ToJava(range(0..1000i64)),));
            match made {
                Ok(publisher) => publisher.boxed(),
                Err(failure) => error(failure).boxed(),
            }
        })
        .processor("one subscriber", |head: Upstream<JavaObject, JavaError>| head)
        .sink("sum", |()| sink::fold(0, |sum, n: i64| sum + n))
        .sink("sum one by one", |()| {
            let (subscriber, elements) = sink::into_stream::<i64, JavaError>(NonZeroUsize::MIN);
            let sum = from_try_stream(elements, &ImmediateScheduler::new()).sum::<i64>();
            (subscriber, async move { sum.await })
        })
        .subscriber("ignored", |()| sink::for_each::<i64, JavaError, _>(|_| {}).0)
        .sink("panicking", |()| {
            sink::fold(0, |sum, n: i64| if n == 3 { panic!("at three") } else { sum + n })
        });
}

/// Each of them there and back.
fn elements(streams: &mut Registry) {
    streams
        .publisher("doubles", |items: JavaPublisher<f64>| items.map(|n| n / 2.0))
        .publisher("texts", |items: JavaPublisher<String>| items.map(|text| text + "!"))
        .publisher("bytes", |items: JavaPublisher<Vec<u8>>| {
            items.map(|mut bytes| {
                bytes.reverse();
                bytes
            })
        })
        .publisher("ints", |items: JavaPublisher<i32>| items.map(|n| -n))
        .publisher("booleans", |items: JavaPublisher<bool>| items.map(|value| !value))
        .publisher("objects", |items: JavaPublisher<JavaObject>| items)
        .publisher("list", |(text, count): (String, i64)| {
            from_iter((0..count).map(move |n| format!("{text} {n}")))
        });
}

#[derive(Debug)]
struct Outer(Inner);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[derive(Debug)]
struct Inner;

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("inner")
    }
}

impl Error for Inner {}

#[derive(Debug)]
struct AtBorder(JavaError);

impl fmt::Display for AtBorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at the border: {}", self.0.message().unwrap_or(self.0.class()))
    }
}

impl Error for AtBorder {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}
