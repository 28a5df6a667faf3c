use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::AckPolicy;
use async_nats::jetstream::consumer::pull::Config;

use super::{NatsConsumer, Remote};
use crate::NatsError;
use crate::nats::Connection;
use crate::place::Place;

/// How much is pulled at a time, and when what is behind it counts as lost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pulling {
    /// The most that is pulled and has not arrived.
    pub(crate) most: NonZeroUsize,
    /// How long a pull is open.
    pub(crate) expires: Duration,
    /// How often the server says that a pull is open, if it has nothing to give.
    pub(crate) heartbeat: Duration,
    /// How long JetStream may be away while the connection is there.
    pub(crate) patience: Duration,
}

impl Pulling {
    pub(crate) const DEFAULT: Self = Self {
        most: NonZeroUsize::new(256).expect("256 is not 0"),
        expires: Duration::from_secs(30),
        heartbeat: Duration::from_secs(5),
        patience: Duration::from_secs(30),
    };

    /// What the consumer allows: it would refuse more.
    pub(super) fn within(mut self, config: &Config) -> Self {
        let most = usize::try_from(config.max_batch).ok().and_then(NonZeroUsize::new);
        self.most = most.map_or(self.most, |most| most.min(self.most));
        if !config.max_expires.is_zero() {
            self.expires = self.expires.min(config.max_expires);
        }
        self.heartbeat = self.heartbeat.min(self.expires / 2);
        self
    }
}

/// A durable consumer of a stream, before it is opened: made by [`Nats::consumer`](crate::Nats::consumer).
#[must_use = "it has to be opened"]
#[derive(Clone)]
pub struct ConsumerOptions {
    connection: Arc<Connection>,
    stream: String,
    durable: String,
    config: Config,
    creates: bool,
    pulling: Pulling,
    refresh: Duration,
}

impl fmt::Debug for ConsumerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsumerOptions")
            .field("stream", &self.stream)
            .field("durable", &self.durable)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl ConsumerOptions {
    pub(crate) fn new(connection: Arc<Connection>, stream: String, durable: String) -> Self {
        Self {
            connection,
            stream,
            durable,
            config: Config::default(),
            creates: true,
            pulling: Pulling::DEFAULT,
            refresh: Duration::from_secs(1),
        }
    }

    /// What the consumer is created with, if there is none: what of the stream it gets, how long it has to
    /// acknowledge (`ack_wait`), how much may be unacknowledged (`max_ack_pending`). If there is one it stays as it is.
    ///
    /// Its `durable_name` is the one given before, and its `ack_policy` has to be `Explicit`, which is the default.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Does not create the consumer: without one, opening fails with [`NatsError::UnknownConsumer`].
    pub fn existing(mut self) -> Self {
        self.creates = false;
        self
    }

    /// The most that is pulled at a time, whatever is requested: 256 unless it is said here, or less if the
    /// consumer's `max_batch` is. So much the client holds at most for each subscriber.
    #[doc(alias = "max_messages_per_batch")]
    #[doc(alias = "prefetch")]
    pub fn pull(mut self, most: NonZeroUsize) -> Self {
        self.pulling.most = most;
        self
    }

    /// How often the server tells that it has nothing: every five seconds unless it is said here. If it does not
    /// for twice as long, what is behind the connection is examined.
    #[doc(alias = "idle_heartbeat")]
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.pulling.heartbeat = every.clamp(Duration::from_millis(100), Duration::from_secs(60));
        self.pulling.expires = self.pulling.heartbeat * 6;
        self
    }

    /// How long JetStream may be away while the connection is there, before the stream fails: 30 seconds unless it
    /// is said here.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.pulling.patience = patience;
        self
    }

    /// How often the [lag](reactive_streams_operators::delivery::Lag) is asked for: every second unless it is said
    /// here.
    pub fn refresh_lag(mut self, every: Duration) -> Self {
        self.refresh = every.max(Duration::from_millis(10));
        self
    }

    /// Opens the consumer, and creates it if there is none.
    ///
    /// # Errors
    ///
    /// [`NatsError::Name`], [`NatsError::UnknownStream`], [`NatsError::UnknownConsumer`], [`NatsError::Unsuitable`] for one that pushes or
    /// acknowledges otherwise, [`NatsError::NoJetStream`], [`NatsError::Unavailable`], [`NatsError::Refused`].
    pub async fn open(self) -> Result<NatsConsumer, NatsError> {
        let place = Place::consumer(&self.stream, &self.durable);
        place.check()?;
        let mut remote = Remote { connection: self.connection, place, pulling: self.pulling };
        let info = match remote.info().await {
            Err(NatsError::UnknownConsumer { .. }) if self.creates => {
                let config = Config { durable_name: Some(self.durable), ..self.config };
                remote.create(config).await?
            }
            found => found?,
        };
        let config = remote.config(info)?;
        if config.ack_policy != AckPolicy::Explicit {
            return Err(remote.place.unsuitable("its ack_policy is not Explicit"));
        }
        remote.pulling = remote.pulling.within(&config);
        Ok(NatsConsumer::new(remote, self.refresh))
    }
}
