use std::sync::Arc;
use std::time::Duration;

use rdkafka::client::ClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, RebalanceProtocol};
use rdkafka::error::KafkaError as Cause;
use rdkafka::topic_partition_list::TopicPartitionList;
use rdkafka::types::RDKafkaRespErr;

use super::session::{Rebalance, Session};
use crate::Topic;

/// The client of librdkafka.
pub(crate) type Client = BaseConsumer<Context>;

/// How long a question to the servers may keep the service.
pub(crate) const REQUEST: Duration = Duration::from_secs(1);

/// Serves all that the client has to say.
pub(crate) fn poll(client: &Client, session: &Session) {
    loop {
        let before = session.calls();
        // There are no messages: each partition has a queue of its own. Errors the context has been told. Lines of
        // a log are passed on within this time, without a word to us.
        let event = client.poll(Duration::from_millis(1));
        if event.is_none() && session.calls() == before {
            return;
        }
    }
}

/// What the client calls: it notes down what the service is to do. It does nothing itself.
pub(crate) struct Context(pub(crate) Arc<Session>);

impl ClientContext for Context {
    fn error(&self, error: Cause, reason: &str) {
        self.0.trouble(error, reason);
    }
}

impl ConsumerContext for Context {
    fn rebalance(
        &self,
        client: &Client,
        what: RDKafkaRespErr,
        partitions: &mut TopicPartitionList,
    ) {
        let is_assignment = what == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
        if self.0.is_leaving() {
            // All is committed, and nobody is left who would do anything about it.
            let empty = TopicPartitionList::new();
            let list = if is_assignment { &empty } else { &*partitions };
            let done = match (is_assignment, client.rebalance_protocol()) {
                (true, RebalanceProtocol::Cooperative) => client.incremental_assign(list),
                (false, RebalanceProtocol::Cooperative) => client.incremental_unassign(list),
                _ => client.unassign(),
            };
            if let Err(error) = done {
                self.0.trouble(error, "leaving the group");
            }
            return;
        }
        let elements = partitions.elements();
        let list = elements
            .iter()
            .map(|partition| (Topic::from(partition.topic().to_owned()), partition.partition()));
        self.0.rebalance(Rebalance {
            is_assignment,
            is_lost: client.assignment_lost(),
            partitions: list.collect(),
        });
    }
}
