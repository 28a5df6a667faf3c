//! Rust as the host of a virtual machine. A process has one, so this is one program.

use std::env;
use std::path::PathBuf;

use reactive_streams::{Processor, Publisher};
use reactive_streams_jvm::{
    JavaError, JavaProcessor, JavaPublisher, JavaSubscriber, ToJava, initialize, java, launch,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, range};

fn main() {
    let class_path =
        env::var_os("JVM_CLASS_PATH").expect("run by .ci/jvm, which says where the classes are");
    let class_path: Vec<PathBuf> = env::split_paths(&class_path).collect();
    launch(&class_path, &["-Xcheck:jni"], |streams| {
        streams.publisher("numbers", |n: i64| range(0..n));
    })
    .expect("there is a JDK");
    assert!(launch(&class_path, &[], |_| {}).is_err(), "a process has one");

    let missing = initialize("no.such.Class").expect_err("there is none");
    assert_eq!(missing.class(), "java.lang.ClassNotFoundException");
    initialize("rust.reactivestreams.Hosted").expect("it registers what is asked for below");

    publishers();
    failures();
    processors();
    println!("host: ok");
}

fn publishers() {
    // Java asks Rust for its numbers, and gives them back.
    let numbers: JavaPublisher<i64> = java("numbers of rust", (1000,)).expect("it is registered");
    let again = numbers.clone();
    assert_eq!(
        numbers.map(|n| n + 1).fold(0, |sum, n| sum + n).block().expect("it does not fail"),
        500_500
    );
    assert_eq!(again.take(3).collect::<Vec<_>>().block().expect("it does not fail"), vec![0, 1, 2]);

    let through = (ToJava(range(0..10i64)),);
    let same: JavaPublisher<i64> = java("same", through).expect("it is registered");
    assert_eq!(same.count().block().expect("it does not fail"), 10);

    let submitted: JavaPublisher<String> = java("submission", ()).expect("it is registered");
    assert_eq!(
        submitted.collect::<Vec<_>>().block().expect("it does not fail"),
        vec!["a".to_owned(), "b".to_owned()]
    );
}

fn failures() {
    let failing: JavaPublisher<i64> = java("failing", ()).expect("it is registered");
    let Err(SinkError::Upstream(error)) = failing.count().block() else { panic!("it fails") };
    assert_eq!(error.class(), "java.lang.IllegalStateException");
    assert_eq!(error.message(), Some("broken"));
    assert!(error.stack_trace().contains("rust.reactivestreams.Hosted"), "{}", error.stack_trace());
    assert_eq!(error.to_string(), "java.lang.IllegalStateException: broken");

    let unknown = java::<JavaPublisher<i64>>("nobody", ()).expect_err("it is not registered");
    assert_eq!(unknown.class(), "java.lang.IllegalArgumentException");
}

fn processors() {
    let doubled: JavaProcessor<i64, i64> =
        java("doubling processor", ()).expect("it is registered");
    let (subscriber, publisher) = doubled.split();
    let sum = publisher.fold(0, |sum, n| sum + n).start();
    range(0..100i64).fallible::<JavaError>().subscribe(subscriber);
    assert_eq!(sum.block().expect("it does not fail"), 9900);

    let subscriber: JavaSubscriber<i64> = java("adding subscriber", ()).expect("it is registered");
    range(0..10i64).subscribe(subscriber);
    let total: JavaPublisher<i64> = java("added", ()).expect("it is registered");
    assert_eq!(total.collect::<Vec<_>>().block().expect("it does not fail"), vec![45]);
}
