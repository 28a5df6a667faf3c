//! Who is let in, and has no right to what it wants, is told so.
#![allow(clippy::unwrap_used)] // also in helpers

mod reader;

use std::time::Instant;

use broker_support::{topic, unique};
use rdkafka::mocking::MockCluster;
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use reactive_streams_kafka::{Kafka, KafkaError, Record, Topic};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{SinkError, from_iter};
use reader::{LIMIT, payloads};

fn guest() -> Kafka {
    Kafka::at(broker_support::kafka_with_password()).password("guest", "secret")
}

/// That it is about `what`, and says so.
fn assert_denied(error: &KafkaError, what: &str) {
    match error {
        KafkaError::Denied { resource } => assert!(resource.contains(what), "{resource}"),
        other => panic!("{other:?}"),
    }
    assert!(error.to_string().contains(what), "{error}");
    assert!(!error.is_retriable() && !error.is_fatal());
}

#[test]
fn a_record_for_a_topic_that_is_not_for_this_user() {
    let name = topic("denied", 1);
    let to = Topic::from(name.clone());
    let begin = Instant::now();
    let sent = from_iter([()])
        .send_to(guest().sink().open().unwrap(), move |()| Record::to(&to).payload("lost"));
    let results = sent.collect::<Vec<_>>().block().unwrap();
    let error = results.into_iter().next().unwrap().unwrap_err().error;
    assert_denied(&error, &name);
    assert!(begin.elapsed() < LIMIT, "the deadline is twice as long");
    assert!(payloads(&name, 0).is_empty());
}

#[test]
fn a_source_of_a_topic_that_is_not_for_this_user() {
    let name = topic("denied", 1);
    let error = guest().source(&name, [name.clone()]).open().unwrap_err();
    assert_denied(&error, &name); // or the group of the same name: whatever is told first
}

#[test]
fn transactions_under_an_id_that_is_not_for_this_user() {
    let id = unique("denied");
    assert_denied(&guest().transactions(&id).open().unwrap_err(), &id);
    let test = Kafka::at(broker_support::kafka_with_password()).password("test", "secret");
    drop(test.transactions(&id).open().unwrap());
}

/// The test brokers deny a user everything or nothing, and a source asks for its topics first: so here it is a cluster that
/// the client brings along.
#[test]
fn a_group_that_is_not_for_this_user() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic("orders", 1, 1).unwrap();
    let denials = [RDKafkaRespErr::RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED; 10];
    cluster.request_errors(RDKafkaApiKey::JoinGroup, &denials);
    let kafka = Kafka::at(cluster.bootstrap_servers());
    let consumer = kafka.source("billing", ["orders"]).open().unwrap();
    let failed = consumer.deliveries().count().block();
    match failed.unwrap_err() {
        SinkError::Upstream(error) => {
            assert_denied(&error, "billing");
        }
        other => panic!("{other:?}"),
    }
}
