//! The topics and the proxy, against the real brokers.
#![allow(clippy::unwrap_used)] // also in helpers

use std::time::Duration;

use broker_support::{KafkaProxy, delete_topic, kafka, leader, topic_with};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::metadata::Metadata;

fn metadata(
    addresses: &str,
    topic: &str,
    limit: Duration,
) -> rdkafka::error::KafkaResult<Metadata> {
    let mut config = ClientConfig::new();
    let client: BaseConsumer = config.set("bootstrap.servers", addresses).create().unwrap();
    client.fetch_metadata(Some(topic), limit)
}

#[test]
fn a_topic_is_there_when_it_has_been_made_and_has_leaders() {
    let topic = topic_with("support", 5, &[("max.message.bytes", "1000")]);
    let found = metadata(kafka(), &topic, Duration::from_secs(60)).unwrap();
    assert_eq!(found.topics()[0].partitions().len(), 5);
    assert!(["kafka1", "kafka2", "kafka3"].contains(&leader(&topic, 4).as_str()));
    delete_topic(&topic);
}

#[test]
fn whoever_comes_through_the_proxy_is_told_to_stay_there() {
    let topic = topic_with("support", 1, &[]);
    let proxy = KafkaProxy::new();
    let found = metadata(&proxy.addresses(), &topic, Duration::from_secs(60)).unwrap();
    let mut ports: Vec<_> = found.brokers().iter().map(|it| it.port()).collect();
    ports.sort_unstable();
    assert_eq!(ports, [29491, 29492, 29493]);
    proxy.cut();
    metadata(&proxy.addresses(), &topic, Duration::from_millis(500)).unwrap_err();
    delete_topic(&topic);
}
