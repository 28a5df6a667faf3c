//! Reactive Streams across the border to the JVM, both ways, with demand from end to end.
//!
//! A native library registers publishers, subscribers, sinks and processors, and Java has them by name, as
//! types of `org.reactivestreams` and of `java.util.concurrent.Flow`. The other way round, a publisher in Java
//! is a [`JavaPublisher`] here.
//!
//! ```
//! use reactive_streams_jvm::{JavaPublisher, Registry};
//! use reactive_streams_operators::prelude::*;
//! use reactive_streams_operators::{range, sink};
//!
//! reactive_streams_jvm::export!(register);
//!
//! fn register(streams: &mut Registry) {
//!     streams
//!         .publisher("squares", |n: i64| range(0..n).map(|n| n * n))
//!         .publisher("even", |numbers: JavaPublisher<i64>| numbers.filter(|n| n % 2 == 0))
//!         .sink("sum", |()| sink::fold(0, |sum, n: i64| sum + n));
//! }
//! ```
//!
//! ```java
//! RustStreams.load("squares");
//! RustPublisher<Long> squares = RustStreams.publisher("squares", 1000L);
//! RustSink<Long, Long> sum = RustStreams.sink("sum");
//! RustStreams.<Long>publisher("even", squares).subscribe(sum);
//! ```
//!
//! | in Rust | in Java |
//! |---|---|
//! | [`export!`], [`Registry`] | `RustStreams` |
//! | any `Publisher`; as an argument [`ToJava`] | `RustPublisher` |
//! | any `Subscriber` | `RustSubscriber`, `RustSink` |
//! | a chain of operators | `RustProcessor` |
//! | [`java()`], [`JavaPublisher`], [`JavaSubscriber`], [`JavaProcessor`] | `JavaStreams` |
//! | [`IntoJava`], [`FromJava`] | elements and arguments |
//! | [`JavaError`] | any exception |
//! | any error | `RustException` |
//!
//! With the feature `invocation`, `launch` starts a virtual machine where Rust is the host.
//!
//! # What holds at the border
//!
//! - **Demand** and cancellation cross one for one. Only `RustPublisher.batched()` requests ahead: 256 elements.
//! - **Threads.** Signals run on the thread that causes them. A thread of Rust is attached by its first signal, as a
//!   daemon, until it ends.
//! - **Ownership.** A live stream holds objects on both sides, so nothing of it is collected before it ends or
//!   is cancelled (§2.6). A subscriber of Rust that Java has forgotten has been abandoned.
//! - **Panics** do not cross: the subscriber in Java gets an error, and the handler of uncaught exceptions the message.
//! - **One library for a class loader**: what two native libraries register is not seen together.

mod arguments;
mod calls;
mod convert;
mod env;
mod error;
#[cfg(feature = "invocation")]
mod host;
mod inlet;
mod java;
mod link;
mod native;
mod object;
mod outlet;
mod publisher;
mod registry;
mod send;
mod start;
mod subscriber;
mod table;

pub use arguments::{Arguments, IntoArguments};
pub use convert::{FromJava, IntoJava, Value};
pub use error::{Failure, JavaError};
#[cfg(feature = "invocation")]
pub use host::{LaunchError, initialize, launch};
pub use java::java;
pub use jni;
pub use object::JavaObject;
pub use publisher::{JavaProcessor, JavaPublisher, ToJava};
pub use registry::Registry;
#[doc(hidden)]
pub use start::start;
pub use subscriber::JavaSubscriber;
