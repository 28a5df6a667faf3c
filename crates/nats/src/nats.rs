use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions, Event, ToServerAddrs};
use reactive_streams_operators::scheduler::TokioScheduler;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::outbox::Outbox;
use crate::place::Place;
use crate::{ConsumerOptions, NatsError, OrderedOptions, SinkOptions};

/// How long the client waits for the answer to a request, unless it is told otherwise.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection to NATS. Clones share it.
///
/// It needs a tokio runtime for as long as it is used: the one in which it is made.
///
/// # When the connection is lost
///
/// The client connects again by itself, to any of the servers that it knows, with delays that grow to four
/// seconds, for ever, or as often as [`ConnectOptions::max_reconnects`] says. Sources go on by themselves: see
/// [`NatsConsumer::deliveries`](crate::NatsConsumer::deliveries). A sink tells of each record that it has not
/// arrived, or that nobody knows. When the client gives up, both fail with [`NatsError::Closed`].
///
/// ```no_run
/// # async fn run() -> Result<(), reactive_streams_nats::NatsError> {
/// use reactive_streams_nats::{ConnectOptions, Nats};
///
/// let options = ConnectOptions::with_user_and_password("shop".into(), "secret".into());
/// let nats = Nats::connect_with("127.0.0.1:4222", options).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Nats(Arc<Connection>);

pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) jetstream: jetstream::Context,
    pub(crate) runtime: Handle,
    pub(crate) outbox: Outbox,
    /// Changes when the client has connected again.
    pub(crate) connected: watch::Receiver<()>,
    dropped: Arc<AtomicU64>,
}

impl Connection {
    /// How often the client has connected.
    pub(crate) fn connects(&self) -> u64 {
        self.client.statistics().connects.load(Ordering::Relaxed)
    }

    pub(crate) fn scheduler(&self) -> TokioScheduler {
        TokioScheduler::new(self.runtime.clone())
    }
}

impl fmt::Debug for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nats")
            .field("server", &self.0.client.server_info().server_name)
            .field("state", &self.0.client.connection_state())
            .field("dropped", &self.dropped())
            .finish_non_exhaustive()
    }
}

impl Nats {
    /// Connects to a server, or to one of several.
    ///
    /// # Errors
    ///
    /// [`NatsError::NoRuntime`], [`NatsError::Unreachable`], [`NatsError::Unauthorized`].
    pub async fn connect(servers: impl ToServerAddrs) -> Result<Self, NatsError> {
        Self::connect_with(servers, ConnectOptions::new()).await
    }

    /// As [`connect`](Self::connect), with credentials, certificates and all else that the client can be told.
    ///
    /// Its `event_callback` is used here, and replaced. Its `subscription_capacity` is not to be less than what
    /// a consumer [pulls](ConsumerOptions::pull) at a time.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_with(
        servers: impl ToServerAddrs,
        options: ConnectOptions,
    ) -> Result<Self, NatsError> {
        let runtime = Handle::try_current().map_err(|_| NatsError::NoRuntime)?;
        let dropped = Arc::new(AtomicU64::new(0));
        let (connect, connected) = watch::channel(());
        let count = Arc::clone(&dropped);
        let options = options.event_callback(move |event| {
            match event {
                Event::Connected => _ = connect.send(()),
                Event::SlowConsumer(_) => _ = count.fetch_add(1, Ordering::Relaxed),
                _ => {}
            }
            std::future::ready(())
        });
        let names = name(&servers);
        let connecting = options.connect(servers).await;
        let client = connecting.map_err(|error| NatsError::connect(names, error))?;
        let jetstream = jetstream::new(client.clone());
        let outbox = Outbox::new(&runtime);
        Ok(Self(Arc::new(Connection { client, jetstream, runtime, outbox, connected, dropped })))
    }

    /// The client that it is made of, for what is not here.
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// How many messages the client has dropped because nobody took them from it, at least: with [core
    /// subjects](Self::subject), if the runtime is too busy to run what reads them. It cannot tell of more than
    /// 128 in one go.
    pub fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }

    /// Creates a stream, if there is none of that name. If there is one it stays as it is.
    ///
    /// # Errors
    ///
    /// [`NatsError::Name`], [`NatsError::NoJetStream`], [`NatsError::Unavailable`], [`NatsError::Refused`].
    pub async fn stream(&self, config: stream::Config) -> Result<(), NatsError> {
        let place = Place::stream(&config.name);
        place.check()?;
        let created = self.0.jetstream.get_or_create_stream(config).await;
        created.map_err(|error| NatsError::stream(&place, &error))?;
        Ok(())
    }

    /// A durable consumer of a stream, to be opened.
    pub fn consumer(
        &self,
        stream: impl Into<String>,
        durable: impl Into<String>,
    ) -> ConsumerOptions {
        ConsumerOptions::new(self.connection(), stream.into(), durable.into())
    }

    /// The messages of a stream in their order, without acknowledgements: by a consumer that nobody else sees.
    pub fn ordered(&self, stream: impl Into<String>) -> OrderedOptions {
        OrderedOptions::new(self.connection(), stream.into())
    }

    /// Where records are sent to, to be opened.
    pub fn sink(&self) -> SinkOptions {
        SinkOptions::new(self.connection())
    }

    pub(crate) fn connection(&self) -> Arc<Connection> {
        Arc::clone(&self.0)
    }
}

/// What the servers are called, for an error.
fn name(servers: &impl ToServerAddrs) -> String {
    let Ok(servers) = servers.to_server_addrs() else {
        return "an address that is none".to_owned();
    };
    let names = servers.map(|server| format!("{}:{}", server.host(), server.port()));
    names.collect::<Vec<_>>().join(", ")
}
