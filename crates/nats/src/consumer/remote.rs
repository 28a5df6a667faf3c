use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::consumer::{FromConsumer, Info, pull};
use async_nats::jetstream::response::Response;
use bytes::Bytes;
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

use super::options::Pulling;
use crate::NatsError;
use crate::nats::Connection;
use crate::place::Place;

/// A consumer, as the server has it.
#[derive(Clone)]
pub(crate) struct Remote {
    pub(crate) connection: Arc<Connection>,
    pub(crate) place: Place,
    pub(crate) pulling: Pulling,
}

impl Remote {
    /// Longer than any server takes that is well; less than it takes the client to notice that a link is dead.
    const ANSWER: Duration = Duration::from_secs(3);
    const FIRST_DELAY: Duration = Duration::from_millis(50);
    const LONGEST_DELAY: Duration = Duration::from_secs(2);

    fn api(&self, what: &str) -> String {
        let consumer = self.place.consumer.as_deref().unwrap_or_default();
        format!("CONSUMER.{what}.{}.{consumer}", self.place.stream)
    }

    /// What the server knows of it.
    pub(crate) async fn info(&self) -> Result<Info, NatsError> {
        let answer = self.connection.jetstream.request(self.api("INFO"), &json!({})).await;
        match answer.map_err(|error| NatsError::request(&self.place, &error))? {
            Response::Ok(info) => Ok(info),
            Response::Err { error } => Err(NatsError::api(&self.place, &error)),
        }
    }

    /// How it is configured, if it can be pulled from.
    pub(crate) fn config(&self, info: Info) -> Result<pull::Config, NatsError> {
        pull::Config::try_from_consumer_config(info.config)
            .map_err(|_| self.place.unsuitable("it pushes: it is not a pull consumer"))
    }

    /// Creates it; gives what the server has made of that.
    pub(crate) async fn create(&self, config: pull::Config) -> Result<Info, NatsError> {
        let stream = self.place.stream.as_str();
        let created = self.connection.jetstream.create_consumer_on_stream(config, stream).await;
        let created = created.map_err(|error| NatsError::consumer(&self.place, &error))?;
        Ok(created.cached_info().clone())
    }

    /// Deletes it, if it can be reached. What nobody reads the server deletes in the end, too.
    pub(crate) async fn delete(&self) {
        let subject = format!("$JS.API.{}", self.api("DELETE"));
        _ = self.connection.client.publish(subject, Bytes::new()).await;
    }

    /// Asks for so many messages, to be sent to `reply`.
    pub(crate) async fn pull(&self, count: usize, reply: String) -> Result<(), NatsError> {
        let request = json!({
            "batch": count,
            "expires": nanoseconds(self.pulling.expires),
            "idle_heartbeat": nanoseconds(self.pulling.heartbeat),
        });
        let subject = format!("$JS.API.{}", self.api("MSG.NEXT"));
        let payload = Bytes::from(request.to_string());
        let sent = self.connection.client.publish_with_reply(subject, reply, payload).await;
        sent.map_err(|_| self.closed())
    }

    /// Returns when the consumer answers, whatever comes in between; fails if that cannot be hoped for.
    pub(crate) async fn recover(&self) -> Result<(), NatsError> {
        self.persist(|| self.look()).await
    }

    /// Attempts something until it succeeds, or it is clear that it cannot.
    ///
    /// A connection that does not answer is made anew: the client itself would take minutes to see that a link is
    /// dead. As long as there is none, the client is left to try.
    pub(crate) async fn persist<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, NatsError>
    where
        F: Future<Output = Result<T, NatsError>>,
    {
        let client = &self.connection.client;
        let mut delay = Self::FIRST_DELAY;
        let mut away = None;
        loop {
            while client.connection_state() != State::Connected {
                away = None;
                sleep(Self::FIRST_DELAY).await;
            }
            let failure = match attempt().await {
                Ok(done) => return Ok(done),
                Err(failure) => failure,
            };
            let since: Instant = *away.get_or_insert_with(Instant::now);
            match failure {
                NatsError::UnknownStream { .. } | NatsError::UnknownConsumer { .. } => {
                    return Err(failure);
                }
                failure if since.elapsed() >= self.pulling.patience => return Err(failure),
                NatsError::Unavailable { .. } => {
                    client.force_reconnect().await.map_err(|_| self.closed())?;
                }
                _ => {}
            }
            sleep(delay).await;
            delay = (delay * 2).min(Self::LONGEST_DELAY);
        }
    }

    /// Asks for the consumer.
    async fn look(&self) -> Result<(), NatsError> {
        self.in_time(self.info()).await.map(drop)
    }

    /// What JetStream says, which is not waited for for long.
    pub(crate) async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, NatsError>>,
    ) -> Result<T, NatsError> {
        timeout(Self::ANSWER, answer).await.unwrap_or_else(|_| {
            Err(NatsError::Unavailable {
                what: self.place.to_string(),
                after: Self::ANSWER,
                detail: "no answer".to_owned(),
            })
        })
    }

    pub(crate) fn closed(&self) -> NatsError {
        NatsError::closed(self.place.to_string())
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
