//! The link between the processes of a run and the broker.

use std::time::Duration;

use broker_support::{KafkaProxy, Proxy};

pub(crate) enum Link {
    Kafka(KafkaProxy),
    Nats(Proxy),
}

impl Link {
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Kafka(proxy) => proxy.addresses(),
            Self::Nats(proxy) => proxy.address().to_owned(),
        }
    }

    pub(crate) fn cut(&self) {
        match self {
            Self::Kafka(proxy) => proxy.cut(),
            Self::Nats(proxy) => proxy.cut(),
        }
    }

    pub(crate) fn silence(&self) {
        match self {
            Self::Kafka(proxy) => proxy.silence(),
            Self::Nats(proxy) => proxy.silence(),
        }
    }

    pub(crate) fn heal(&self) {
        match self {
            Self::Kafka(proxy) => proxy.heal(),
            Self::Nats(proxy) => proxy.heal(),
        }
    }

    pub(crate) fn slow(&self, delay: Duration, bytes_per_second: u64) {
        match self {
            Self::Kafka(proxy) => (proxy.delay(delay), proxy.limit(bytes_per_second)),
            Self::Nats(proxy) => (proxy.delay(delay), proxy.limit(bytes_per_second)),
        };
    }
}
