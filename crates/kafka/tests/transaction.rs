//! Tests of `transact`: each message has its effect once, whatever is aborted, taken over or shared.
#![allow(clippy::unwrap_used)] // also in helpers

mod reader;

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use broker_support::{topic, topic_with, unique};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use reactive_streams::Publisher;
use reactive_streams_kafka::{
    Committed, Deliveries, Kafka, KafkaConsumer, KafkaError, KafkaTransactionOptions, Message,
    Record, Topic, TransactExt,
};
use reactive_streams_operators::Outcome;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reader::{kafka, payloads, read_with, size};
use rstest::rstest;

/// Ends a test that would hang.
const LIMIT: Duration = Duration::from_secs(60);

type Ended = Outcome<(), std::convert::Infallible>;
type Told = Result<Result<Committed, KafkaError>, KafkaError>;

/// Puts so many numbers into a topic, one partition after the other.
fn fill(topic: &Topic, partitions: i32, count: i32) {
    let sink = kafka().sink().open().unwrap();
    let to = topic.clone();
    let arrived = from_iter(0..count)
        .send_to(sink, move |n| Record::to(&to).partition(n % partitions).payload(n.to_string()))
        .filter(Result::is_ok)
        .count();
    assert_eq!(arrived.block(), Ok(count as u64));
}

fn consumer(group: &str, topic: &Topic) -> KafkaConsumer {
    kafka()
        .source(group, [topic])
        .transactional()
        .redeliver_after(Duration::from_millis(100))
        .open()
        .unwrap()
}

/// Transactions that are aborted only for a reason.
fn options(id: &str) -> KafkaTransactionOptions {
    kafka().transactions(id).deadline(Duration::from_secs(120))
}

/// The same message for another topic, in the same partition.
fn copy(message: &Message, topic: &Topic) -> Record {
    message.to(topic).partition(message.partition())
}

/// Runs a stream, and gives what it gives, its error as the last.
fn run<P>(stream: P) -> (Receiver<Told>, Ended)
where
    P: Publisher<Item = Result<Committed, KafkaError>, Error = KafkaError>,
{
    let (sender, told) = mpsc::channel();
    let ended = stream.into_results().for_each(move |result| drop(sender.send(result))).start();
    (told, ended)
}

/// Waits until so many deliveries have been committed; gives the errors of what was aborted meanwhile.
fn wait(told: &Receiver<Told>, deliveries: usize) -> Vec<KafkaError> {
    let (mut sum, mut aborted) = (0, Vec::new());
    while sum < deliveries {
        match told.recv_timeout(LIMIT).unwrap().unwrap() {
            Ok(committed) => sum += committed.deliveries,
            Err(error) => aborted.push(error),
        }
    }
    assert_eq!(sum, deliveries);
    aborted
}

/// What `fill` put into a partition.
fn filled(partition: i32, partitions: i32, count: i32) -> Vec<String> {
    (0..count).filter(|n| n % partitions == partition).map(|n| n.to_string()).collect()
}

fn assert_copied(topic: &Topic, partitions: i32, count: i32) {
    for partition in 0..partitions {
        assert_eq!(payloads(topic, partition), filled(partition, partitions, count));
    }
}

fn number(offset: Offset) -> Option<i64> {
    match offset {
        Offset::Offset(number) => Some(number),
        _ => None,
    }
}

/// Where the group goes on in each partition.
fn committed(group: &str, topic: &Topic, partitions: i32) -> Vec<Option<i64>> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("group.id", group)
        .create()
        .unwrap();
    let mut list = TopicPartitionList::new();
    list.add_partition_range(topic, 0, partitions - 1);
    let end = Instant::now() + LIMIT;
    loop {
        // The coordinator may be moving.
        match consumer.committed_offsets(list.clone(), LIMIT) {
            Ok(offsets) => {
                return offsets.elements().iter().map(|it| number(it.offset())).collect();
            }
            Err(error) => assert!(Instant::now() < end, "{error}"),
        }
    }
}

#[test]
fn each_message_has_its_effect_once_and_in_order() {
    let (from, to) = (Topic::from(topic("once-in", 3)), Topic::from(topic("once-out", 3)));
    let group = unique("once");
    fill(&from, 3, 3000);
    let consumer = consumer(&group, &from);
    let transactions = options(&group).size(size(100)).open().unwrap();
    let out = to.clone();
    let (told, ended) = run(consumer
        .deliveries()
        .map(move |delivery| delivery.map(|message| [copy(&message, &out)]))
        .transact(transactions));
    assert!(wait(&told, 3000).is_empty());
    drop(ended);
    assert_copied(&to, 3, 3000);
    assert_eq!(committed(&group, &from, 3), [Some(1000); 3]);
}

#[test]
fn a_message_may_become_several_records_or_none() {
    let (from, to) = (Topic::from(topic("many-in", 1)), Topic::from(topic("many-out", 1)));
    let group = unique("many");
    fill(&from, 1, 4);
    let consumer = consumer(&group, &from);
    let transactions = options(&group).open().unwrap();
    let out = to.clone();
    let (told, ended) = run(consumer
        .deliveries()
        .map(move |delivery| {
            delivery.map(|message| {
                let n: usize = std::str::from_utf8(message.payload()).unwrap().parse().unwrap();
                vec![message.to(&out); n]
            })
        })
        .transact(transactions));
    assert!(wait(&told, 4).is_empty());
    drop(ended);
    assert_eq!(payloads(&to, 0), ["1", "2", "2", "3", "3", "3"]);
    assert_eq!(committed(&group, &from, 1), [Some(4)]);
}

#[test]
fn what_a_crashed_one_has_begun_is_never_seen() {
    let (from, to) = (Topic::from(topic("crash-in", 1)), Topic::from(topic("crash-out", 1)));
    let group = unique("crash");
    fill(&from, 1, 100);
    // One that crashes in the middle of a transaction: it has produced, and told its offsets, and is gone.
    let crashed: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", broker_support::kafka())
        .set("transactional.id", &group)
        .create()
        .unwrap();
    crashed.init_transactions(LIMIT).unwrap();
    crashed.begin_transaction().unwrap();
    for n in 0..50 {
        let payload = n.to_string();
        crashed.send(BaseRecord::<(), _>::to(&to).payload(&payload)).unwrap();
    }
    crashed.flush(LIMIT).unwrap();
    drop(crashed);
    let consumer = consumer(&group, &from);
    let transactions = options(&group).size(size(30)).open().unwrap();
    let out = to.clone();
    let (told, ended) = run(consumer
        .deliveries()
        .map(move |delivery| delivery.map(|message| Some(message.to(&out))))
        .transact(transactions));
    assert!(wait(&told, 100).is_empty());
    drop(ended);
    assert_copied(&to, 1, 100);
    let all = read_with(&to, 0, "read_uncommitted", |_| ());
    assert_eq!(all.len(), 150); // it was there
}

#[test]
fn who_opens_the_same_id_takes_over() {
    let (from, to) = (Topic::from(topic("fence-in", 1)), Topic::from(topic("fence-out", 1)));
    let group = unique("fence");
    fill(&from, 1, 500);
    let copied = |deliveries: Deliveries| {
        let out = to.clone();
        deliveries.map(move |delivery| delivery.map(|message| [message.to(&out)]))
    };
    let first = consumer(&group, &from);
    let transactions = options(&group).size(size(10)).open().unwrap();
    let (told, _ended) = run(copied(first.deliveries()).transact(transactions));
    wait_for_some(&told);
    let transactions = options(&group).size(size(10)).open().unwrap();
    let fenced = told.iter().find_map(Result::err).unwrap();
    assert!(matches!(&fenced, KafkaError::Fenced { id } if *id == group), "{fenced:?}");
    assert!(fenced.is_fatal());
    first.close();
    let second = consumer(&group, &from);
    let (told, ended) = run(copied(second.deliveries()).transact(transactions));
    let end = Instant::now() + LIMIT;
    while committed(&group, &from, 1) != [Some(500)] {
        assert!(Instant::now() < end);
        let _ = told.recv_timeout(Duration::from_millis(100));
    }
    drop(ended);
    assert_copied(&to, 1, 500);
}

fn wait_for_some(told: &Receiver<Told>) {
    while told.recv_timeout(LIMIT).unwrap().unwrap().is_err() {}
}

#[test]
fn a_record_that_cannot_be_produced_ends_it_and_nothing_of_it_is_seen() {
    let from = Topic::from(topic("large-in", 1));
    let to = Topic::from(topic_with("large-out", 1, &[("max.message.bytes", "1000")]));
    let group = unique("large");
    fill(&from, 1, 10);
    let consumer = consumer(&group, &from);
    let mut last = None;
    for is_large in [true, false] {
        let transactions = options(&group).size(size(10)).open().unwrap();
        let out = to.clone();
        let (told, ended) = run(consumer
            .deliveries()
            .map(move |delivery| {
                delivery.map(|message| match message.offset() {
                    7 if is_large => [Record::to(&out).payload(vec![0; 5000])],
                    _ => [message.to(&out)],
                })
            })
            .transact(transactions));
        if is_large {
            last = told.iter().last();
            assert!(payloads(&to, 0).is_empty());
            assert_ne!(committed(&group, &from, 1), [Some(10)]);
        } else {
            assert!(wait(&told, 10).is_empty());
        }
        drop(ended);
    }
    let error = last.unwrap().unwrap_err();
    assert!(matches!(error, KafkaError::TooLarge { .. }), "{error:?}");
    assert_copied(&to, 1, 10);
}

#[test]
fn what_is_left_out_before_it_comes_again_in_order() {
    let (from, to) = (Topic::from(topic("gaps-in", 2)), Topic::from(topic("gaps-out", 2)));
    let group = unique("gaps");
    fill(&from, 2, 200);
    let consumer = consumer(&group, &from);
    let transactions = options(&group).size(size(7)).open().unwrap();
    let out = to.clone();
    let mut dropped = HashSet::new();
    let (told, ended) = run(consumer
        .deliveries()
        .filter(move |delivery| {
            let message = delivery.element();
            let is_lost = message.offset() % 40 == 3;
            !(is_lost && dropped.insert((message.partition(), message.offset())))
        })
        .map(move |delivery| delivery.map(|message| [copy(&message, &out)]))
        .transact(transactions));
    let aborted = wait(&told, 200);
    assert!(aborted.iter().all(|error| matches!(error, KafkaError::Aborted { .. })), "{aborted:?}");
    drop(ended);
    assert_copied(&to, 2, 200);
}

#[test]
fn members_that_come_and_go_do_not_disturb_it() {
    let (from, to) = (Topic::from(topic("share-in", 4)), Topic::from(topic("share-out", 4)));
    let group = unique("share");
    let member = || {
        let consumer = consumer(&group, &from);
        let transactions = options(&unique("share")).size(size(20)).open().unwrap();
        let out = to.clone();
        let (told, ended) = run(consumer
            .deliveries()
            .map(move |delivery| delivery.map(|message| [copy(&message, &out)]))
            .transact(transactions));
        (consumer, told, ended)
    };
    let mut fills = 0;
    // Goes on filling: what is there may all be copied before a member gets a partition.
    let mut fill_until = |told: &Receiver<Told>| {
        loop {
            fill(&from, 4, 80);
            fills += 1;
            match told.recv_timeout(Duration::from_millis(100)) {
                Ok(outcome) if outcome.as_ref().unwrap().is_ok() => return fills,
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(ended) => panic!("{ended}"),
            }
        }
    };
    let first = member();
    fill_until(&first.1);
    let second = member();
    fill_until(&second.1);
    let third = member();
    drop(first.2); // cancels, and leaves
    let fills = fill_until(&third.1);
    let end = Instant::now() + LIMIT;
    while committed(&group, &from, 4) != [Some(20 * fills); 4] {
        assert!(Instant::now() < end, "{:?}", committed(&group, &from, 4));
        let _ = second.1.recv_timeout(Duration::from_millis(100));
    }
    drop((second.2, third.2));
    for partition in 0..4 {
        let once = filled(partition, 4, 80);
        assert_eq!(payloads(&to, partition), vec![once; fills as usize].concat());
    }
}

#[test]
fn a_transactional_source_commits_nothing_by_itself() {
    let from = Topic::from(topic("alone", 1));
    let group = unique("alone");
    fill(&from, 1, 5);
    let consumer = consumer(&group, &from);
    let five = consumer.deliveries().map(Delivery::acknowledge).take(5).count();
    assert_eq!(five.block().unwrap(), 5);
    consumer.close();
    assert_eq!(committed(&group, &from, 1), [None]);
}

#[test]
fn a_source_that_commits_by_itself_is_refused() {
    let (from, to) = (Topic::from(topic("plain-in", 1)), Topic::from(topic("plain-out", 1)));
    fill(&from, 1, 1);
    let consumer = kafka().source(unique("plain"), [&from]).open().unwrap();
    let transactions = options(&unique("plain")).open().unwrap();
    let out = to.clone();
    let (told, _ended) = run(consumer
        .deliveries()
        .map(move |delivery| delivery.map(|message| [message.to(&out)]))
        .transact(transactions));
    let error = told.recv_timeout(LIMIT).unwrap().unwrap_err();
    assert!(matches!(error, KafkaError::Settings { .. }), "{error:?}");
    assert!(error.to_string().contains("transactional()"), "{error}");
    assert!(payloads(&to, 0).is_empty());
}

#[test]
fn servers_that_are_not_there_are_told_when_it_is_opened() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let kafka = Kafka::at(nobody).timeout(Duration::from_secs(1));
    let error = kafka.transactions("any").open().unwrap_err();
    assert!(matches!(error, KafkaError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("refused"), "{error}");
}

#[rstest]
#[case("test", "wrong")]
#[case("nobody", "secret")]
fn who_is_not_let_in_is_told_when_it_is_opened(#[case] name: &str, #[case] password: &str) {
    let kafka = Kafka::at(broker_support::kafka_with_password()).password(name, password);
    let begin = Instant::now();
    let error = kafka.timeout(LIMIT).transactions("any").open().unwrap_err();
    assert!(matches!(error, KafkaError::Authentication { .. }), "{error:?}");
    assert!(begin.elapsed() < LIMIT);
}
