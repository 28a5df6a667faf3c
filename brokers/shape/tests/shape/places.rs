//! Where messages may be: all that differs from one broker to the other.

use std::error::Error;
use std::num::NonZeroU64;
use std::sync::LazyLock;
use std::time::Duration;

use broker_support::{topic, unique};
use reactive_streams::Publisher;
use reactive_streams_kafka::{Kafka, KafkaAcknowledgement, KafkaConsumer, KafkaSink};
use reactive_streams_nats::{Nats, NatsAcknowledgement, NatsConsumer, NatsSink, StreamConfig};
use reactive_streams_operators::delivery::{Acknowledge, Delivery, Destination, Lag};
use reactive_streams_spill::{SpillAcknowledgement, SpillOptions, SpillQueue};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// An empty place of messages, which are read from its beginning.
pub(crate) trait Place {
    type Message: AsRef<[u8]> + Send + 'static;
    type Acknowledgement: Acknowledge;
    type Deliveries: Publisher<Item = Delivery<Self::Message, Self::Acknowledgement>, Error: Error + Sync>;
    type Destination: Destination<Error: Error + Sync> + Clone;

    fn new() -> Self;

    fn deliveries(&self) -> Self::Deliveries;

    fn destination(&self) -> Self::Destination;

    fn record(&self) -> impl Fn(Vec<u8>) -> Record<Self> + Send + 'static;

    fn lag(&self) -> Option<u64>;
}

pub(crate) type Record<P> = <<P as Place>::Destination as Destination>::Record;

/// A topic of one partition, so that there is an order.
pub(crate) struct InKafka {
    topic: String,
    consumer: KafkaConsumer,
    sink: KafkaSink,
}

impl Place for InKafka {
    type Message = reactive_streams_kafka::Message;
    type Acknowledgement = KafkaAcknowledgement;
    type Deliveries = reactive_streams_kafka::Deliveries;
    type Destination = KafkaSink;

    fn new() -> Self {
        let (topic, group) = (topic("shape", 1), unique("shape"));
        let kafka = Kafka::at(broker_support::kafka());
        let source = kafka.source(group, [topic.clone()]).commit_every(Duration::from_millis(100));
        Self { topic, consumer: source.open().unwrap(), sink: kafka.sink().open().unwrap() }
    }

    fn deliveries(&self) -> Self::Deliveries {
        self.consumer.deliveries()
    }

    fn destination(&self) -> KafkaSink {
        self.sink.clone()
    }

    fn record(&self) -> impl Fn(Vec<u8>) -> Record<Self> + Send + 'static {
        let topic = reactive_streams_kafka::Topic::from(self.topic.clone());
        move |payload| reactive_streams_kafka::Record::to(&topic).payload(payload)
    }

    fn lag(&self) -> Option<u64> {
        self.consumer.lag()
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A stream of JetStream, with a durable consumer.
pub(crate) struct InNats {
    stream: String,
    consumer: NatsConsumer,
    sink: NatsSink,
}

impl Place for InNats {
    type Message = reactive_streams_nats::Message;
    type Acknowledgement = NatsAcknowledgement;
    type Deliveries = reactive_streams_nats::Deliveries;
    type Destination = NatsSink;

    fn new() -> Self {
        RUNTIME.block_on(async {
            let nats = Nats::connect(broker_support::nats()).await.unwrap();
            let stream = unique("shape");
            let subjects = vec![format!("{stream}.>")];
            let config = StreamConfig { name: stream.clone(), subjects, ..Default::default() };
            nats.stream(config).await.unwrap();
            let consumer = nats.consumer(&stream, "shape").open().await.unwrap();
            Self { stream, consumer, sink: nats.sink().open().await.unwrap() }
        })
    }

    fn deliveries(&self) -> Self::Deliveries {
        self.consumer.deliveries()
    }

    fn destination(&self) -> NatsSink {
        self.sink.clone()
    }

    fn record(&self) -> impl Fn(Vec<u8>) -> Record<Self> + Send + 'static {
        let subject = format!("{}.message", self.stream);
        move |payload| reactive_streams_nats::Record::to(subject.clone()).payload(payload)
    }

    fn lag(&self) -> Option<u64> {
        self.consumer.lag()
    }
}

/// A queue on disk: what a program begins with that has no broker.
pub(crate) struct OnDisk {
    queue: SpillQueue<Vec<u8>>,
    _directory: TempDir,
}

impl OnDisk {
    pub(crate) fn with_capacity(bytes: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let options = SpillOptions::with_capacity(NonZeroU64::new(bytes).unwrap());
        let queue = SpillQueue::open(directory.path(), options).unwrap();
        Self { queue, _directory: directory }
    }
}

impl Place for OnDisk {
    type Message = Vec<u8>;
    type Acknowledgement = SpillAcknowledgement;
    type Deliveries = reactive_streams_spill::Deliveries<Vec<u8>>;
    type Destination = SpillQueue<Vec<u8>>;

    fn new() -> Self {
        Self::with_capacity(1 << 30)
    }

    fn deliveries(&self) -> Self::Deliveries {
        self.queue.deliveries()
    }

    fn destination(&self) -> SpillQueue<Vec<u8>> {
        self.queue.clone()
    }

    fn record(&self) -> impl Fn(Vec<u8>) -> Record<Self> + Send + 'static {
        |payload| payload
    }

    fn lag(&self) -> Option<u64> {
        self.queue.lag()
    }
}
