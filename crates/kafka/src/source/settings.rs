//! What the options are called by librdkafka.

use crate::{KafkaSource, Start};

impl Start {
    fn setting(self) -> &'static str {
        match self {
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Fail => "error",
        }
    }
}

impl KafkaSource {
    /// What librdkafka is set to, unless [`Kafka::set`] says otherwise.
    pub(crate) fn defaults(&self) -> Vec<(&'static str, String)> {
        let bytes = self.prefetch_bytes.get();
        let fetch = bytes.clamp(1 << 10, 1 << 20);
        let commit = self.commit_every.as_millis().clamp(1, 86_400_000); // 0 would be never
        vec![
            ("partition.assignment.strategy", "cooperative-sticky".to_owned()),
            ("auto.commit.interval.ms", commit.to_string()),
            ("queued.max.messages.kbytes", bytes.div_ceil(1024).min(2_097_151).to_string()),
            ("queued.min.messages", "10000".to_owned()),
            ("max.partition.fetch.bytes", fetch.to_string()),
            // How long it rests when that much is there. The default of a second would be felt, since so
            // little is fetched ahead.
            ("fetch.queue.backoff.ms", "5".to_owned()),
        ]
    }

    /// What librdkafka has to be set to.
    pub(crate) fn fixed(&self) -> Vec<(&'static str, &str)> {
        let mut fixed = vec![
            ("group.id", self.group.as_str()),
            ("auto.offset.reset", self.start.setting()),
            // What is stored was acknowledged. The client commits it every now and then, when it gives up a
            // partition, and when it closes; and it tries again when that has failed.
            ("enable.auto.offset.store", "false"),
            ("enable.auto.commit", "true"),
            ("enable.partition.eof", "false"),
        ];
        if self.is_transactional {
            // Also has the client wait for the offsets of a transaction that is not yet decided.
            fixed.push(("isolation.level", "read_committed"));
        }
        fixed
    }
}
