//! Tests of what goes wrong with a record: which error it is, and that it comes.
#![allow(clippy::unwrap_used)] // also in helpers

mod reader;

use std::error::Error as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use broker_support::{topic, topic_with, unique};
use reactive_streams_kafka::{Kafka, KafkaError, KafkaSinkOptions, Record, Topic};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reader::{LIMIT, kafka, payloads};
use rstest::rstest;

/// What comes of each record, within the limit.
fn send<const N: usize>(
    options: KafkaSinkOptions,
    records: [Record; N],
) -> [Option<KafkaError>; N] {
    let sink = options.open().unwrap();
    let begin = Instant::now();
    let results = from_iter(records).send_to(sink, Record::clone).collect::<Vec<_>>().block();
    assert!(begin.elapsed() < LIMIT, "it took {:?}", begin.elapsed());
    let errors: Vec<_> = results
        .unwrap()
        .into_iter()
        .map(|result| result.err().map(|unsent| unsent.error))
        .collect();
    errors.try_into().unwrap()
}

#[rstest]
#[case::for_the_client(&[], 1_000_001)]
#[case::for_the_topic(&[("max.message.bytes", "1000")], 5000)]
fn a_record_that_is_too_large_is_told_and_those_around_it_arrive(
    #[case] settings: &[(&str, &str)],
    #[case] size: usize,
) {
    let name = topic_with("too-large", 1, settings);
    let to = Topic::from(name.clone());
    // One record in a request, since a server that refuses a batch refuses all of it.
    let options = kafka().sink().set("batch.num.messages", "1");
    let small = |text: &'static str| Record::to(&to).payload(text);
    let large = Record::to(&to).key("key").payload(vec![0; size - 3]);
    let [before, error, behind] = send(options, [small("before"), large, small("behind")]);
    assert!(before.is_none() && behind.is_none(), "{before:?} {behind:?}");
    match error.unwrap() {
        KafkaError::TooLarge { topic, size: found } => assert_eq!((topic, found), (to, size)),
        other => panic!("{other:?}"),
    }
    assert_eq!(payloads(&name, 0), ["before", "behind"]);
}

#[test]
fn an_unknown_topic_is_told_and_others_are_served() {
    let known = Topic::from(topic("known", 1));
    let unknown = Topic::from(unique("unknown"));
    let options = kafka().sink().set("topic.metadata.propagation.max.ms", "500");
    let [first, second] =
        send(options, [Record::to(&unknown).payload("lost"), Record::to(&known).payload("found")]);
    assert!(second.is_none(), "{second:?}");
    let error = first.unwrap();
    assert!(matches!(&error, KafkaError::UnknownTopic { topic } if *topic == unknown), "{error:?}");
    assert!(error.to_string().contains(&*unknown), "{error}");
}

#[test]
fn no_topic_has_such_a_name() {
    let [error] = send(kafka().sink(), [Record::to("nobody\0knows").payload("lost")]);
    assert!(matches!(error, Some(KafkaError::UnknownTopic { .. })), "{error:?}");
}

#[test]
fn an_unknown_partition_is_told() {
    let to = Topic::from(topic("partitions", 3));
    let [error, other] = send(
        kafka().sink(),
        [
            Record::to(&to).partition(3).payload("lost"),
            Record::to(&to).partition(2).payload("found"),
        ],
    );
    assert!(other.is_none(), "{other:?}");
    match error.unwrap() {
        KafkaError::UnknownPartition { topic, partition } => {
            assert_eq!((topic, partition), (to, 3))
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::password("test", "wrong")]
#[case::name("nobody", "secret")]
fn who_is_not_let_in_is_told_at_once(#[case] name: &str, #[case] password: &str) {
    let kafka = Kafka::at(broker_support::kafka_with_password()).password(name, password);
    let sink = kafka.sink().open().unwrap();
    for _ in 0..2 {
        let begin = Instant::now();
        let lost = from_iter([()]).send_to(sink.clone(), |()| Record::to("any").payload("lost"));
        let results = lost.collect::<Vec<_>>().block().unwrap();
        let error = results.into_iter().next().unwrap().unwrap_err().error;
        assert!(matches!(error, KafkaError::Authentication { .. }), "{error:?}");
        assert!(error.to_string().contains(broker_support::kafka_with_password()), "{error}");
        assert!(begin.elapsed() < LIMIT, "the deadline is twice as long");
    }
}

#[test]
fn who_has_the_password_is_let_in() {
    let to = Topic::from(topic("password", 1));
    let kafka = Kafka::at(broker_support::kafka_with_password()).password("test", "secret");
    let [error] = send(kafka.sink(), [Record::to(to).payload("found")]);
    assert!(error.is_none(), "{error:?}");
}

/// A port where nobody listens.
fn nobody() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn servers_that_are_not_there_are_told_at_the_deadline() {
    let servers = nobody();
    let deadline = Duration::from_millis(500);
    let [error] = send(Kafka::at(&*servers).sink().deadline(deadline), [Record::to("any")]);
    let error = error.unwrap();
    match &error {
        KafkaError::Unreachable { servers: named, detail } => {
            assert_eq!(*named, servers);
            assert!(detail.contains("refused"), "{detail}");
        }
        other => panic!("{other:?}"),
    }
    assert!(error.is_retriable() && !error.is_fatal());
}

#[test]
fn a_record_that_is_not_confirmed_in_time_has_expired() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap(); // it takes connections, and says nothing
    let servers = silent.local_addr().unwrap().to_string();
    let deadline = Duration::from_millis(500);
    let [error] = send(Kafka::at(servers).sink().deadline(deadline), [Record::to("any")]);
    let error = error.unwrap();
    match &error {
        KafkaError::Expired { topic, deadline: had, detail: None } => {
            assert_eq!((&**topic, *had), ("any", deadline));
        }
        other => panic!("{other:?}"),
    }
    assert!(error.is_retriable() && !error.is_fatal());
}

/// A server refuses a record of a client that promises to leave no gap: then it can send nothing more.
#[test]
fn a_client_that_cannot_go_on_says_so_of_all_that_comes() {
    let name = topic_with("fatal", 1, &[("max.message.bytes", "1000")]);
    let to = Topic::from(name.clone());
    let sink = kafka().sink().set("enable.gapless.guarantee", "true").open().unwrap();
    let large = Record::to(&to).payload(vec![0; 5000]);
    let refused = from_iter([large]).send_to(sink.clone(), Record::clone).filter(Result::is_err);
    assert_eq!(refused.count().block(), Ok(1));
    let small = Record::to(&to).payload("small");
    for _ in 0..2 {
        let sent = from_iter([small.clone()]).send_to(sink.clone(), Record::clone);
        let error = sent.collect::<Vec<_>>().block().unwrap().pop().unwrap().unwrap_err().error;
        assert!(matches!(error, KafkaError::Fatal { .. }), "{error:?}");
        assert!(error.is_fatal() && !error.is_retriable());
        let text = error.to_string();
        assert!(text.contains("gap-less") && text.contains("open a new one"), "{text}");
    }
    assert!(payloads(&name, 0).is_empty());
    assert!(send(kafka().sink(), [small])[0].is_none());
}

#[rstest]
#[case::no_such_name("no.such.setting", "1", "no.such.setting")]
#[case::no_such_value("acks", "most", "acks")]
#[case::a_contradiction("acks", "0", "acks")]
fn settings_that_cannot_be_are_told_when_it_is_opened(
    #[case] name: &str,
    #[case] value: &str,
    #[case] named: &str,
) {
    let error = kafka().sink().set(name, value).open().unwrap_err();
    assert!(matches!(error, KafkaError::Settings { .. }), "{error:?}");
    assert!(error.to_string().contains(named), "{error}");
    assert!(error.source().is_none());
}
