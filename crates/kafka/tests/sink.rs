//! Tests of `KafkaSink`: what arrives, in which order, how much is on its way, and what a cancel leaves.
#![allow(clippy::unwrap_used)] // also in helpers

mod reader;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use broker_support::topic;
use rdkafka::message::{Headers as _, Message as _};
use reactive_streams::Publisher as _;
use reactive_streams_kafka::{KafkaError, Position, Record, Topic};
use reactive_streams_operators::delivery::{Sent, Unsent};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{LeakCheck, TestPublisher, TestSubscriber, Tracked};
use reader::{LIMIT, kafka, payloads, read, size};

type Result<T> = std::result::Result<Sent<T, Position>, Unsent<T, KafkaError>>;

#[test]
fn every_record_arrives_and_is_confirmed_in_order() {
    let topic = Topic::from(topic("sink", 3));
    let sink = kafka().sink().open().unwrap();
    let to = topic.clone();
    let results: Vec<Result<u32>> = from_iter(0..5000)
        .send_to(sink, move |n| {
            Record::to(&to).partition((*n % 3) as i32).key(n.to_string()).payload(n.to_string())
        })
        .collect::<Vec<_>>()
        .block()
        .unwrap();
    for (n, result) in (0..).zip(&results) {
        let Sent { element, receipt } = result.as_ref().unwrap();
        let expected =
            Position { topic: topic.clone(), partition: n % 3, offset: i64::from(n / 3) };
        assert_eq!((*element, receipt), (n as u32, &expected));
    }
    assert_eq!(results.len(), 5000);
    for partition in 0..3 {
        let expected: Vec<_> =
            (0..5000).filter(|n| n % 3 == partition).map(|n: i32| n.to_string()).collect();
        assert_eq!(payloads(&topic, partition), expected);
    }
}

#[test]
fn a_record_arrives_as_it_was_made() {
    let name = topic("sink-parts", 1);
    let sink = kafka().sink().open().unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_600_000_000_123);
    let full = Record::to(Topic::from(name.clone()))
        .key("k")
        .payload("p")
        .header("trace", "1")
        .header("trace", "2")
        .timestamp(time);
    let empty = Record::to(Topic::from(name.clone())).payload("");
    let tombstone = Record::to(Topic::from(name.clone())).key("k");
    let sent = from_iter([full, empty, tombstone]).send_to(sink, Record::clone).count();
    assert_eq!(sent.block(), Ok(3));
    let found = read(&name, 0, |message| {
        let headers: Vec<_> = message
            .headers()
            .map(|headers| headers.iter().map(|header| header.value.unwrap().to_vec()).collect())
            .unwrap_or_default();
        let key = message.key().map(<[u8]>::to_vec);
        (key, message.payload().map(<[u8]>::to_vec), headers)
    });
    let expected = [
        (Some(b"k".to_vec()), Some(b"p".to_vec()), vec![b"1".to_vec(), b"2".to_vec()]),
        (None, Some(Vec::new()), Vec::new()),
        (Some(b"k".to_vec()), None, Vec::new()),
    ];
    assert_eq!(found, expected);
    let times = read(&name, 0, |message| message.timestamp().to_millis());
    assert_eq!(times[0], Some(1_600_000_000_123));
    assert!(times[1] > times[0]); // the time when it was sent
}

#[test]
fn a_key_goes_where_java_sends_it() {
    let name = topic("sink-keys", 5);
    let sink = kafka().sink().open().unwrap();
    let to = Topic::from(name);
    let keys = ["21", "foobar", "a-little-bit-long-string", "abc", ""];
    let results: Vec<Result<&str>> = from_iter(keys)
        .send_to(sink, move |key| Record::to(&to).key(*key).payload("x"))
        .collect::<Vec<_>>()
        .block()
        .unwrap();
    let partitions: Vec<_> =
        results.into_iter().map(|result| result.unwrap().receipt.partition).collect();
    let expected: Vec<_> = keys.iter().map(|key| murmur2(key.as_bytes()) % 5).collect();
    assert_eq!(partitions, expected);
}

/// The hash of Java's default partitioner, without its sign.
fn murmur2(data: &[u8]) -> i32 {
    const M: u32 = 0x5bd1_e995;
    let mut hash = 0x9747_b28c ^ data.len() as u32;
    let mut chunks = data.chunks_exact(4);
    for chunk in &mut chunks {
        let word = u32::from_le_bytes(chunk.try_into().unwrap()).wrapping_mul(M);
        hash = hash.wrapping_mul(M) ^ (word ^ (word >> 24)).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        for (index, byte) in rest.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * index);
        }
        hash = hash.wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(M);
    ((hash ^ (hash >> 15)) & 0x7fff_ffff) as i32
}

#[test]
fn no_more_than_a_window_is_on_its_way() {
    let to = Topic::from(topic("sink-window", 1));
    let sink = kafka().sink().window(size(7)).open().unwrap();
    let on_its_way = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (begun, highest, done) = (Arc::clone(&on_its_way), Arc::clone(&most), on_its_way);
    let sent = from_iter(0..500)
        .send_to(sink, move |n| {
            highest.fetch_max(begun.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            Record::to(&to).payload(n.to_string())
        })
        .map(move |result: Result<u32>| {
            done.fetch_sub(1, Ordering::SeqCst);
            result.is_ok()
        })
        .filter(|arrived| *arrived)
        .count();
    assert_eq!(sent.block(), Ok(500));
    assert_eq!(most.load(Ordering::SeqCst), 7);
}

#[test]
fn results_wait_for_demand_and_the_upstream_for_them() {
    let to = Topic::from(topic("sink-demand", 1));
    let sink = kafka().sink().window(size(4)).open().unwrap();
    let upstream = TestPublisher::<u32, ()>::new();
    let offsets = upstream
        .publisher()
        .send_to(sink.clone(), move |n| Record::to(&to).payload(n.to_string()))
        .map(|result: Result<u32>| result.unwrap().receipt.offset);
    let downstream = TestSubscriber::with_initial_demand(0);
    offsets.subscribe(downstream.subscriber());
    upstream.assert_requests([4]);
    (0..4).for_each(|n| upstream.next(n));
    assert!(sink.flush(LIMIT));
    downstream.assert_value_count(0);
    upstream.assert_requests([4]);
    downstream.request(3);
    downstream.assert_values([0, 1, 2]);
    upstream.assert_requests([4, 3]);
    upstream.complete();
    downstream.request(1);
    downstream.await_end(LIMIT).assert_complete();
    downstream.verify();
}

#[test]
fn a_quarter_of_the_window_does_not_linger() {
    let topic = Topic::from(topic("sink-linger", 1));
    let linger = Duration::from_secs(900);
    let sink = kafka().sink().window(size(8)).linger(linger).deadline(2 * linger).open().unwrap();
    let downstream = TestSubscriber::with_initial_demand(u64::MAX);
    from_iter(0..16)
        .send_to(sink, move |n: &u32| Record::to(&topic).payload(n.to_string()))
        .map(|result: Result<u32>| result.unwrap().element)
        .subscribe(downstream.subscriber());
    downstream.await_end(LIMIT).assert_values((0..16).collect::<Vec<_>>());
}

#[test]
fn what_does_not_fit_into_the_client_waits_and_arrives() {
    let name = topic("sink-full", 1);
    let options = kafka().sink().set("queue.buffering.max.messages", "10").window(size(2000));
    let sink = options.linger(Duration::ZERO).open().unwrap();
    let to = Topic::from(name.clone());
    let upstream = TestPublisher::<usize, ()>::new();
    let downstream = TestSubscriber::with_initial_demand(u64::MAX);
    upstream
        .publisher()
        .send_to(sink, move |n| Record::to(&to).payload(n.to_string()))
        .map(|result: Result<usize>| result.is_ok())
        .subscribe(downstream.subscriber());
    (0..500).for_each(|n| upstream.next(n));
    for n in 1..=80 {
        downstream.await_count(5 * n, LIMIT); // so there is room again
        upstream.next(499 + n);
    }
    upstream.complete();
    downstream.await_end(LIMIT).assert_values([true; 580]);
    let expected: Vec<_> = (0..580).map(|n| n.to_string()).collect();
    assert_eq!(payloads(&name, 0), expected);
}

/// The client has room again, and who would hand over what waits for it is kept from doing so.
#[test]
fn what_waits_for_room_in_the_client_is_not_overtaken() {
    let name = topic("sink-overtaken", 1);
    let options = kafka().sink().set("queue.buffering.max.messages", "10").window(size(2000));
    let sink = options.linger(Duration::ZERO).open().unwrap();
    let to = Topic::from(name.clone());
    let upstream = TestPublisher::<usize, ()>::new();
    let downstream = TestSubscriber::with_initial_demand(u64::MAX);
    let (go_on, waits) = mpsc::channel::<()>();
    let test = thread::current().id();
    upstream
        .publisher()
        .send_to(sink, move |n| Record::to(&to).payload(n.to_string()))
        .map(move |result: Result<usize>| {
            if thread::current().id() != test {
                let _ = waits.recv(); // until the test is over with sending
            }
            result.is_ok()
        })
        .subscribe(downstream.subscriber());
    (0..1000).for_each(|n| upstream.next(n));
    wait_for(&name, 10);
    (1000..1500).for_each(|n| upstream.next(n));
    drop(go_on);
    upstream.complete();
    downstream.await_end(LIMIT).assert_values([true; 1500]);
    let expected: Vec<_> = (0..1500).map(|n| n.to_string()).collect();
    assert_eq!(payloads(&name, 0), expected);
}

#[test]
fn what_a_cancelled_stream_has_handed_over_still_arrives() {
    let name = topic("sink-cancel", 1);
    let leaks = LeakCheck::new();
    let upstream = TestPublisher::<Tracked<u32>, ()>::new();
    let to = Topic::from(name.clone());
    let sink = kafka().sink().linger(Duration::from_millis(200)).open().unwrap();
    let results =
        upstream.publisher().send_to(sink, move |n| Record::to(&to).payload(n.to_string()));
    let downstream = TestSubscriber::with_initial_demand(9);
    results.map(|result: Result<_>| result.is_ok()).subscribe(downstream.subscriber());
    (0..3).for_each(|n| upstream.next(leaks.track(n)));
    downstream.cancel(); // and with it the sink is dropped
    upstream.assert_cancelled();
    leaks.assert_no_leaks();
    downstream.assert_value_count(0);
    assert_eq!(wait_for(&name, 3), ["0", "1", "2"]);
}

/// The payloads in a partition, once there are so many.
fn wait_for(topic: &str, count: usize) -> Vec<String> {
    let end = Instant::now() + LIMIT;
    loop {
        let found = payloads(topic, 0);
        if found.len() >= count || Instant::now() > end {
            return found;
        }
    }
}

#[test]
fn streams_share_a_sink_and_one_that_panics_ends_alone() {
    let name = topic("sink-shared", 2);
    let sink = kafka().sink().open().unwrap();
    let sends = |partition: i32| {
        let to = Topic::from(name.clone());
        move |n: &i32| Record::to(&to).partition(partition).payload(n.to_string())
    };
    let (told, ended) = mpsc::channel::<()>();
    let panics = TestPublisher::<i32, ()>::new();
    let _running = panics
        .publisher()
        .send_to(sink.clone(), sends(0))
        .for_each(move |_: Result<i32>| {
            let _told = &told; // dropped with the stream
            panic!("on purpose")
        })
        .start();
    panics.next(1);
    assert_eq!(ended.recv_timeout(LIMIT), Err(mpsc::RecvTimeoutError::Disconnected));
    let arrived = from_iter(0..1000)
        .send_to(sink, sends(1))
        .filter(|result: &Result<i32>| result.is_ok())
        .count();
    assert_eq!(arrived.block(), Ok(1000));
    panics.assert_cancelled();
}
