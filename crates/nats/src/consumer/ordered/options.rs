use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use reactive_streams_operators::scheduler::Scheduler;

use super::Ordered;
use crate::NatsError;
use crate::consumer::options::Pulling;
use crate::consumer::remote::Remote;
use crate::nats::Connection;
use crate::place::Place;

/// A stream that is read in its order, before it is read: made by [`Nats::ordered`](crate::Nats::ordered).
#[must_use = "it gives messages when it is asked for them"]
#[derive(Clone)]
pub struct OrderedOptions {
    pub(super) connection: Arc<Connection>,
    stream: String,
    config: Config,
    pulling: Pulling,
}

impl fmt::Debug for OrderedOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderedOptions")
            .field("stream", &self.stream)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl OrderedOptions {
    pub(crate) fn new(connection: Arc<Connection>, stream: String) -> Self {
        Self { connection, stream, config: Config::default(), pulling: Pulling::DEFAULT }
    }

    /// What of the stream is read: `deliver_policy` says where to begin, at its first message unless it is said here,
    /// `filter_subject` which messages. Names, and what concerns acknowledgements, are ignored.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// As [`ConsumerOptions::pull`](crate::ConsumerOptions::pull).
    pub fn pull(mut self, most: NonZeroUsize) -> Self {
        self.pulling.most = most;
        self
    }

    /// The messages, each once, in their order, without a gap.
    ///
    /// For who keeps the position himself, or reads a stream anew each time: the server keeps nothing. If the connection is
    /// lost, or the consumer is, another one is made that goes on behind the last message that was delivered.
    ///
    /// # Demand
    ///
    /// As [`NatsConsumer::deliveries`](crate::NatsConsumer::deliveries): what is requested is pulled, and no more.
    /// Cancelling deletes the consumer.
    ///
    /// # Errors
    ///
    /// As for [`deliveries`](crate::NatsConsumer::deliveries). It never completes.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use reactive_streams_nats::Nats;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let nats = Nats::connect("127.0.0.1:4222").await?;
    /// let orders = nats.ordered("ORDERS").messages();
    /// orders.take(10).for_each(|order| println!("{} {order:?}", order.sequence())).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "OrderedConfig")]
    pub fn messages(&self) -> Ordered {
        self.messages_on(&self.connection.scheduler())
    }

    /// As [`messages`](Self::messages), delivered on a worker of `scheduler`.
    pub fn messages_on(&self, scheduler: &dyn Scheduler) -> Ordered {
        Ordered::new(self.clone(), scheduler)
    }

    /// A consumer that nobody else sees, which goes on behind `last`.
    pub(super) async fn create(self, last: Option<u64>) -> Result<Remote, NatsError> {
        let place = Place::stream(&self.stream);
        place.check()?;
        let place = Place { consumer: Some(String::new()), ..place };
        let mut remote = Remote { connection: self.connection, place, pulling: self.pulling };
        let deliver_policy = match last {
            Some(last) => DeliverPolicy::ByStartSequence { start_sequence: last + 1 },
            None => self.config.deliver_policy,
        };
        let config = Config {
            durable_name: None,
            name: None,
            deliver_policy,
            ack_policy: AckPolicy::None,
            ack_wait: Duration::ZERO,
            backoff: Vec::new(),
            max_deliver: 1,
            inactive_threshold: Duration::from_secs(300),
            memory_storage: true,
            num_replicas: 1,
            ..self.config
        };
        let info = remote.persist(|| remote.in_time(remote.create(config.clone()))).await?;
        remote.place.consumer = Some(info.name.clone());
        let config = remote.config(info)?;
        remote.pulling = remote.pulling.within(&config);
        Ok(remote)
    }
}
