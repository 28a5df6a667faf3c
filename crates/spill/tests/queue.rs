//! Tests of `SpillQueue`: what it takes, and what it gives back.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::sync::{Arc, Barrier};
use std::thread;

use reactive_streams_operators::delivery::Lag;
use reactive_streams_spill::{Durability, PushError, SpillError, SpillQueue};
use rstest::rstest;
use support::{all, in_process, options, take};

#[rstest]
fn keeps_order_over_reopening(
    #[values(Durability::Process, Durability::Power)] durability: Durability,
) {
    let directory = tempfile::tempdir().unwrap();
    let open = || {
        SpillQueue::<u64>::open(directory.path(), options(1 << 20).durability(durability)).unwrap()
    };
    let queue = open();
    queue.push(0).unwrap();
    queue.push_all(vec![1, 2, 3]).unwrap();
    drop(queue);
    let queue = open();
    queue.push(4).unwrap();
    assert_eq!(queue.lag(), Some(5));
    assert_eq!(all(&queue), [0, 1, 2, 3, 4]);
    assert!(queue.is_empty());
    drop(queue);
    assert_eq!(all(&open()), [0u64; 0]);
}

#[test]
fn numbers_go_on_after_it_was_empty() {
    let directory = tempfile::tempdir().unwrap();
    for n in 0..3 {
        let queue = in_process::<u64>(directory.path());
        queue.push(n).unwrap();
        assert_eq!(all(&queue), [n]);
    }
}

#[test]
fn counts_what_is_encoded_and_an_overhead() {
    let directory = tempfile::tempdir().unwrap();
    let overhead = SpillQueue::<String>::OVERHEAD;
    let text = "x".repeat(100); // postcard: one byte for the length
    let queue =
        SpillQueue::<String>::open(directory.path(), options(3 * (101 + overhead))).unwrap();
    for n in 1..=3 {
        queue.push(text.clone()).unwrap();
        assert_eq!(queue.bytes(), n * (101 + overhead));
    }
    let PushError { element, error } = queue.push(text.clone()).unwrap_err();
    assert_eq!(element, text);
    assert!(error.is_full());
    assert!(matches!(error, SpillError::Full { needed, .. } if needed == 101 + overhead));
    take(&queue, 1);
    queue.flush().unwrap();
    let both = queue.push_all(vec![text.clone(), text.clone()]).unwrap_err();
    assert_eq!(both.element.len(), 2); // room for one is no room for two
    assert_eq!(queue.bytes(), 2 * (101 + overhead));
    queue.push(text.clone()).unwrap();
    drop(queue);
    let larger = SpillQueue::<String>::open(directory.path(), options(1)).unwrap();
    assert_eq!(larger.bytes(), 3 * (101 + overhead)); // counted anew
    assert!(larger.push(text).unwrap_err().error.is_full());
}

#[test]
fn the_file_does_not_grow_for_ever() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<Vec<u8>>(directory.path());
    let mut sizes = Vec::new();
    for _ in 0..40 {
        queue.push_all(vec![vec![7; 100]; 1000]).unwrap();
        assert_eq!(take(&queue, 1000).len(), 1000);
        sizes.push(directory.path().join("elements.redb").metadata().unwrap().len());
    }
    queue.flush().unwrap();
    assert_eq!(queue.bytes(), 0);
    assert_eq!(sizes[4], sizes[39], "{sizes:?}");
    assert!(sizes[39] < 2 * 1000 * 124 + (2 << 20), "{sizes:?}");
}

#[test]
fn threads_share_commits_and_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<(u64, u64)>(directory.path());
    let (threads, each) = (8, 50);
    let barrier = Arc::new(Barrier::new(threads as usize));
    let pushing: Vec<_> = (0..threads)
        .map(|thread| {
            let (queue, barrier) = (queue.clone(), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                (0..each).for_each(|n| queue.push((thread, n)).unwrap());
            })
        })
        .collect();
    pushing.into_iter().for_each(|thread| thread.join().unwrap());
    let elements = all(&queue);
    assert_eq!(elements.len() as u64, threads * each);
    for thread in 0..threads {
        let own = elements.iter().filter(|(by, _)| *by == thread).map(|(_, n)| *n);
        assert!(own.eq(0..each), "the order of each thread is kept");
    }
}

#[test]
fn takes_nothing_when_closed() {
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<u64>(directory.path());
    queue.push(1).unwrap();
    queue.close();
    assert!(matches!(
        queue.push(2).unwrap_err(),
        PushError { element: 2, error: SpillError::Closed }
    ));
    assert_eq!(all(&queue), [1]);
    drop(queue);
    in_process::<u64>(directory.path()).push(3).unwrap();
}

#[test]
fn an_element_that_cannot_be_encoded_comes_back() {
    struct Endless;
    impl serde::Serialize for Endless {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde::ser::SerializeSeq::end(serializer.serialize_seq(None)?)
        }
    }
    impl<'a> serde::Deserialize<'a> for Endless {
        fn deserialize<D: serde::Deserializer<'a>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let queue = in_process::<Endless>(directory.path());
    assert!(matches!(queue.push(Endless).unwrap_err().error, SpillError::Unencodable { .. }));
    assert!(queue.is_empty());
}
