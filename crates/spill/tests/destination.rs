//! Tests of a queue that a stream is sent to.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use reactive_streams_operators::delivery::{Delivery, Sent, Unsent};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, from_iter};
use reactive_streams_spill::{SpillError, SpillQueue};
use support::{all, in_process, options};

#[test]
fn what_is_reported_is_stored() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u64>(directory.path());
    let mut reported = 0;
    let copy = queue.clone();
    let results = from_iter(0..5u64).send_to(queue.clone(), |n| n * 10).map(move |result| {
        reported += 1;
        assert_eq!(copy.len(), reported);
        result.unwrap()
    });
    let sent: Vec<_> =
        results.map(|Sent { element, receipt: () }| element).collect().block().unwrap();
    assert_eq!(sent, [0, 1, 2, 3, 4]);
    drop(queue);
    assert_eq!(all(&in_process::<u64>(directory.path())), [0, 10, 20, 30, 40]);
}

#[test]
fn a_full_queue_is_a_result_and_the_next_is_tried() {
    let directory = tempfile::tempdir().unwrap();
    let room = 2 * (2 + SpillQueue::<String>::OVERHEAD);
    let queue = SpillQueue::<String>::open(directory.path(), options(room)).unwrap();
    let texts = from_iter(["a", "long", "b", "c"]).send_to(queue.clone(), |text| text.to_string());
    let results = texts.collect::<Vec<_>>().block().unwrap();
    let full = |result: &Result<Sent<_, ()>, Unsent<_, SpillError>>| match result {
        Ok(sent) => (sent.element, false),
        Err(unsent) => (unsent.element, unsent.error.is_full()),
    };
    let told: Vec<_> = results.iter().map(full).collect();
    assert_eq!(told, [("a", false), ("long", true), ("b", false), ("c", true)]);
    assert_eq!(all(&queue), ["a", "b"]);
}

#[test]
fn what_does_not_arrive_stays_where_it_was() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let source = in_process::<u64>(from.path());
    let room = 2 * (1 + SpillQueue::<u64>::OVERHEAD);
    let sink = SpillQueue::<u64>::open(to.path(), options(room)).unwrap();
    source.push_all(vec![1, 2, 3]).unwrap();
    source.close();
    let results = source.deliveries().send_to(sink.clone(), |delivery| *delivery.element());
    let moved = results
        .map(|result| match result {
            Ok(sent) => Ok(sent.element.acknowledge()),
            Err(unsent) => Err(*unsent.element.element()),
        })
        .collect::<Vec<_>>()
        .block()
        .unwrap();
    assert_eq!(moved, [Ok(1), Ok(2), Err(3)]);
    drop(source);
    // What has arrived is gone from the one, what has not is there again.
    assert_eq!(all(&in_process::<u64>(from.path())), [3]);
    assert_eq!(all(&sink), [1, 2]);
}

#[test]
fn the_stream_ends_with_the_first_that_does_not_arrive_if_it_is_to() {
    let directory = tempfile::tempdir().unwrap();
    let queue = SpillQueue::<u64>::open(directory.path(), options(1)).unwrap();
    let results = from_iter(0..9u64).map(|n| Delivery::new(n, ())).fallible::<SpillError>();
    let results = results.send_to(queue, |delivery| *delivery.element());
    let failure = results.lift_results_with(|unsent| unsent.error).count().block().unwrap_err();
    assert!(matches!(failure, SinkError::Upstream(error) if error.is_full()));
}
