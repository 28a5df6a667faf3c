use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::RDKafkaErrorCode as Code;
use rdkafka::metadata::MetadataPartition;

use crate::{kafka, unique};

const LIMIT: Duration = Duration::from_secs(60);
const REPLICAS: i32 = 3;

/// Makes a topic that nobody else has, whose name begins with `what`, and waits until every partition has a leader and
/// all replicas are in sync.
///
/// # Panics
/// If that takes longer than a minute.
pub fn topic(what: &str, partitions: i32) -> String {
    topic_with(what, partitions, &[])
}

/// The same, with settings: `[("max.message.bytes", "1000")]`.
///
/// # Panics
/// If that takes longer than a minute.
pub fn topic_with(what: &str, partitions: i32, settings: &[(&str, &str)]) -> String {
    replicated(what, partitions, REPLICAS, settings)
}

/// The same without copies: what is measured with it is a client, and not three brokers on one disk.
///
/// # Panics
/// If that takes longer than a minute.
pub fn topic_without_copies(what: &str, partitions: i32, settings: &[(&str, &str)]) -> String {
    let one = ("min.insync.replicas", "1");
    replicated(what, partitions, 1, &[settings, &[one]].concat())
}

fn replicated(what: &str, partitions: i32, replicas: i32, settings: &[(&str, &str)]) -> String {
    let name = unique(what);
    let mut topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(replicas));
    for (key, value) in settings {
        topic = topic.set(key, value);
    }
    let admin = admin();
    let outcome = block_on(async { admin.create_topics([&topic], &options()).await });
    expect_done(&name, outcome, Code::TopicAlreadyExists);
    let ready =
        |found: &[MetadataPartition]| found.len() == partitions as usize && is_in_sync(found);
    partitions_when(&admin, &name, ready, |_| ());
    name
}

/// Waits until every partition of these topics has a leader and all its replicas again: then the next node may be killed.
///
/// # Panics
/// If that takes longer than a minute.
pub fn in_sync(topics: &[&str]) {
    let admin = admin();
    for topic in topics {
        let ready = |found: &[MetadataPartition]| !found.is_empty() && is_in_sync(found);
        partitions_when(&admin, topic, ready, |_| ());
    }
}

fn is_in_sync(partitions: &[MetadataPartition]) -> bool {
    partitions.iter().all(|it| it.leader() >= 0 && it.isr().len() == it.replicas().len())
}

/// Deletes a topic, so that it does not take room until the brokers go down.
///
/// # Panics
/// If that takes longer than a minute.
pub fn delete_topic(name: &str) {
    let admin = admin();
    let outcome = block_on(async { admin.delete_topics(&[name], &options()).await });
    expect_done(name, outcome, Code::UnknownTopicOrPartition);
}

/// Which node leads a partition, as [`kill`](crate::kill) calls it.
///
/// # Panics
/// If none does within a minute.
pub fn leader(topic: &str, partition: i32) -> String {
    let of = |found: &[MetadataPartition]| {
        found
            .iter()
            .find(|it| it.id() == partition)
            .map(MetadataPartition::leader)
            .filter(|it| *it >= 0)
    };
    let node = partitions_when(&admin(), topic, |found| of(found).is_some(), |found| of(found));
    format!("kafka{}", node.expect("it was waited for"))
}

fn admin() -> AdminClient<DefaultClientContext> {
    ClientConfig::new()
        .set("bootstrap.servers", kafka())
        .create()
        .unwrap_or_else(|error| panic!("no client of Kafka: {error}"))
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(LIMIT)).operation_timeout(Some(LIMIT))
}

type Outcomes = Result<Vec<Result<String, (String, Code)>>, rdkafka::error::KafkaError>;

/// `before` says that it was done before: the client asks again when an answer is lost, and nobody else has the name.
fn expect_done(topic: &str, outcome: Outcomes, before: Code) {
    let outcomes = outcome.unwrap_or_else(|error| panic!("topic {topic}: {error}"));
    for outcome in outcomes {
        match outcome {
            Err((_, error)) if error != before => panic!("topic {topic}: {error:?}"),
            _ => {}
        }
    }
}

/// Asks until the partitions are as they should be: a broker learns of a topic later than the one that made it.
fn partitions_when<T>(
    admin: &AdminClient<DefaultClientContext>,
    topic: &str,
    ready: impl Fn(&[MetadataPartition]) -> bool,
    read: impl Fn(&[MetadataPartition]) -> T,
) -> T {
    let begin = Instant::now();
    loop {
        let metadata = admin.inner().fetch_metadata(Some(topic), LIMIT);
        let seen = match &metadata {
            Ok(metadata) => {
                let found = metadata.topics().first().map_or(&[][..], |topic| topic.partitions());
                if ready(found) {
                    return read(found);
                }
                format!("{} partitions", found.len())
            }
            Err(error) => error.to_string(),
        };
        assert!(
            begin.elapsed() < LIMIT,
            "topic {topic} is not as it should be for a minute: {seen}"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

/// On a thread of its own, since whoever calls may be inside a runtime.
fn block_on<F: Future<Output: Send> + Send>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    thread::scope(|scope| match scope.spawn(|| runtime.block_on(future)).join() {
        Ok(output) => output,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}
