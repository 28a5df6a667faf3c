use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec;

use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};

use super::options::Pulling;
use super::puller::Puller;
use super::remote::Remote;
use crate::error::Place;
use crate::nats::Connection;
use crate::{Message, NatsError};

/// A stream that is read in its order, before it is read: made by [`Nats::ordered`](crate::Nats::ordered).
#[must_use = "it gives messages when it is asked for them"]
#[derive(Clone)]
pub struct OrderedOptions {
    connection: Arc<Connection>,
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
        Ordered(from_fetch_on(
            Reader { options: self.clone(), consumer: None, task: None, last: None },
            scheduler,
        ))
    }

    /// A consumer that nobody else sees, which goes on behind `last`.
    async fn create(self, last: Option<u64>) -> Result<Remote, NatsError> {
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

/// Publisher for [`OrderedOptions::messages`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Ordered(FromFetch<Reader>);

impl fmt::Debug for Ordered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ordered").finish_non_exhaustive()
    }
}

impl Publisher for Ordered {
    type Item = Message;
    type Error = NatsError;

    fn subscribe<S: Subscriber<Message, NatsError>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

struct Reader {
    options: OrderedOptions,
    consumer: Option<Consumer>,
    task: Option<Pin<Box<dyn Future<Output = Result<Remote, NatsError>> + Send>>>,
    /// The number in the stream of the last message that was given out.
    last: Option<u64>,
}

/// A consumer for as long as it has given every message.
struct Consumer {
    puller: Puller,
    /// How many messages it has given.
    given: u64,
    /// Which connection of the client it was made on: with that, messages may have been lost on their way.
    connection: u64,
}

impl Consumer {
    fn new(remote: Remote) -> Self {
        let connection = remote.connection.connects();
        Self { puller: Puller::new(Arc::new(remote)), given: 0, connection }
    }

    fn is_lost(&self) -> bool {
        self.connection != self.puller.remote().connection.connects()
    }

    /// The next messages up to a gap; none if there is one before them, or the consumer has gone.
    fn poll(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Result<Vec<Message>, NatsError>> {
        let mut messages = match ready!(self.puller.poll(cx, most, |message, _| message)) {
            Err(NatsError::UnknownConsumer { .. }) => Vec::new(),
            messages => messages?,
        };
        let expected = self.given + 1..;
        let in_order = messages
            .iter()
            .zip(expected)
            .take_while(|(message, n)| message.consumer_sequence() == *n);
        messages.truncate(in_order.count());
        self.given += messages.len() as u64;
        Poll::Ready(Ok(messages))
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        let remote = Arc::clone(self.puller.remote());
        let connection = Arc::clone(&remote.connection);
        connection.outbox.send(async move { remote.delete().await });
    }
}

impl Fetch for Reader {
    type Item = Message;
    type Error = NatsError;
    type Batch = vec::IntoIter<Message>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, NatsError>>> {
        loop {
            if let Some(consumer) = &mut self.consumer {
                match consumer.poll(cx, most) {
                    Poll::Pending if !consumer.is_lost() => return Poll::Pending,
                    Poll::Ready(Ok(messages)) if !messages.is_empty() => {
                        self.last = messages.last().map(Message::sequence);
                        return Poll::Ready(Some(Ok(messages.into_iter())));
                    }
                    Poll::Ready(Err(failure)) => return Poll::Ready(Some(Err(failure))),
                    Poll::Pending | Poll::Ready(Ok(_)) => self.consumer = None,
                }
            }
            let (options, last) = (&self.options, self.last);
            let task = self.task.get_or_insert_with(|| Box::pin(options.clone().create(last)));
            let _guard = options.connection.runtime.enter(); // whoever polls need not be in it
            let created = ready!(task.as_mut().poll(cx));
            self.task = None;
            match created {
                Ok(remote) => self.consumer = Some(Consumer::new(remote)),
                Err(failure) => return Poll::Ready(Some(Err(failure))),
            }
        }
    }
}
