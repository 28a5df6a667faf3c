use rdkafka::consumer::Consumer;
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::context::{Client, REQUEST, poll};
use super::service::TICK;
use super::session::{Session, Stage};
use crate::Start;

/// With where the group is, or begins, with each of them; waits until that is known, and until no transaction that
/// somebody has left behind may change it.
///
/// The client would ask too. But when it is told that the coordinator has moved it asks no more, and nothing is ever
/// fetched; and when its assignment changes while a transaction is undecided it takes it that nothing was ever
/// committed (librdkafka 2.12, `rd_kafka_assignment_handle_OffsetFetch` and `rd_kafka_assignment_apply_offsets`).
pub(crate) fn locate(
    client: &Client,
    session: &Session,
    partitions: TopicPartitionList,
) -> TopicPartitionList {
    while session.stage() == Stage::Member
        && session.failure().is_none()
        && !client.assignment_lost()
    {
        match ask(client, session.source.start, &partitions) {
            Ok(located) => return located,
            Err(error) => session.trouble(error, "asking where the group is"),
        }
        poll(client, session);
        session.bell.wait(TICK);
    }
    partitions // nothing of them will be delivered
}

fn ask(
    client: &Client,
    start: Start,
    partitions: &TopicPartitionList,
) -> KafkaResult<TopicPartitionList> {
    let committed = client.committed_offsets(partitions.clone(), REQUEST)?;
    let mut located = TopicPartitionList::with_capacity(committed.count());
    for partition in committed.elements() {
        partition.error()?;
        let offset = match (partition.offset(), start) {
            (Offset::Invalid, Start::Earliest) => Offset::Beginning,
            (Offset::Invalid, Start::Latest) => Offset::End,
            (offset, _) => offset,
        };
        located.add_partition_offset(partition.topic(), partition.partition(), offset)?;
    }
    Ok(located)
}
