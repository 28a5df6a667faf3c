use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use rdkafka::client::ClientContext;
use rdkafka::config::{ClientConfig, FromClientConfigAndContext};

use crate::KafkaError;

/// A cluster, and how to talk to it. It opens no connection: sources and sinks do.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_kafka::Kafka;
///
/// let kafka = Kafka::at("127.0.0.1:29291,127.0.0.1:29292")
///     .client_id("billing")
///     .password("test", "secret")
///     .timeout(Duration::from_secs(10))
///     .set("socket.keepalive.enable", "true");
/// assert_eq!(kafka.servers(), "127.0.0.1:29291,127.0.0.1:29292");
/// ```
#[derive(Clone)]
#[doc(alias = "bootstrap.servers")]
#[doc(alias = "ClientConfig")]
pub struct Kafka {
    servers: String,
    timeout: Duration,
    settings: BTreeMap<String, String>,
}

impl Kafka {
    /// How long opening may take, and what else waits for an answer of the cluster, unless [`timeout`](Self::timeout)
    /// says otherwise.
    pub const TIMEOUT: Duration = Duration::from_secs(30);

    /// A cluster of which some servers are known, as `host:port` with commas between: one that answers is enough,
    /// it knows the others.
    pub fn at(servers: impl Into<String>) -> Self {
        Self { servers: servers.into(), timeout: Self::TIMEOUT, settings: BTreeMap::new() }
    }

    /// The servers that were given.
    pub fn servers(&self) -> &str {
        &self.servers
    }

    /// Logs in with a name and a password (`SASL`, mechanism `PLAIN`).
    ///
    /// It goes over the network as it is. To have it encrypted, set `security.protocol` to `SASL_SSL`, and turn
    /// on the feature `ssl` of the crate `rdkafka`.
    pub fn password(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        for (setting, default) in
            [("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN")]
        {
            self.settings.entry(setting.to_owned()).or_insert_with(|| default.to_owned());
        }
        self.set("sasl.username", name).set("sasl.password", password)
    }

    /// What this program is called in the logs and quotas of the servers.
    pub fn client_id(self, id: impl Into<String>) -> Self {
        self.set("client.id", id)
    }

    /// How long opening may take, and what else waits for an answer of the cluster.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets anything that librdkafka can be set to, instead of what this library would set. What it does not know,
    /// or this library relies on, is [`KafkaError::Settings`] when a source or a sink is opened.
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// How long to wait for an answer.
    pub(crate) fn patience(&self) -> Duration {
        self.timeout
    }

    /// What was set, if it was.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// A client that has `defaults` where nothing else was set, and `fixed` in any case.
    pub(crate) fn client<C, T>(
        &self,
        defaults: &[(&str, String)],
        fixed: &[(&str, &str)],
        context: C,
    ) -> Result<T, KafkaError>
    where
        C: ClientContext,
        T: FromClientConfigAndContext<C>,
    {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.servers);
        for (name, value) in defaults {
            config.set(*name, value);
        }
        for (name, value) in &self.settings {
            config.set(name, value);
        }
        for &(name, value) in fixed {
            if let Some(other) = self.setting(name).filter(|&set| set != value) {
                return Err(KafkaError::Settings {
                    name: name.to_owned(),
                    reason: format!("it has to be {value:?}, not {other:?}"),
                });
            }
            config.set(name, value);
        }
        config.create_with_context(context).map_err(|error| KafkaError::of(error, self.into()))
    }
}

// By hand, so that a password does not get into a log.
impl fmt::Debug for Kafka {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kafka")
            .field("servers", &self.servers)
            .field("timeout", &self.timeout)
            .field("set", &self.settings.keys())
            .finish_non_exhaustive()
    }
}
