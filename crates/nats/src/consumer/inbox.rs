use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};

use async_nats::Subscriber;
use futures_util::Stream;

use super::remote::Remote;
use crate::NatsError;

/// Where pulled messages arrive, and how many of them are still to come.
///
/// It belongs to one connection. When the client has connected again, nobody knows which pulls the server still has:
/// a new inbox gives up those of the old one, since the server drops pulls that nobody listens to.
pub(crate) struct Inbox {
    prefix: String,
    messages: Subscriber,
    /// What has been pulled, and has neither arrived nor been given up by the server.
    outstanding: usize,
    /// Which connection of the client it belongs to.
    connection: u64,
}

/// What comes into it.
pub(crate) enum Arrival {
    Message(async_nats::Message),
    /// The server is there, and has given out so many messages of the consumer, if it says so; or it has given up a pull
    /// whose time was over.
    Sign(Option<u64>),
    /// It does not take pulls at the moment.
    Busy,
    /// Nobody takes pulls.
    NobodyThere,
    End(NatsError),
}

impl Inbox {
    pub(crate) async fn open(remote: &Remote) -> Result<Self, NatsError> {
        let client = &remote.connection.client;
        let connection = remote.connection.connects(); // first: a later one makes it stale
        let prefix = client.new_inbox();
        let subscribed = client.subscribe(format!("{prefix}.*")).await;
        let messages = subscribed.map_err(|_| remote.closed())?;
        Ok(Self { prefix, messages, outstanding: 0, connection })
    }

    pub(crate) fn outstanding(&self) -> usize {
        self.outstanding
    }

    /// Whether the client has connected again since.
    pub(crate) fn is_stale(&self, remote: &Remote) -> bool {
        self.connection != remote.connection.connects()
    }

    /// Makes it [stale](Self::is_stale).
    pub(crate) fn give_up(&mut self) {
        self.connection = u64::MAX;
    }

    /// So many messages are pulled: gives where they are to go. That says how many they are, so that what is said
    /// about the pull tells how many will not come.
    pub(crate) fn expect(&mut self, count: usize) -> String {
        self.outstanding += count;
        format!("{}.{count}", self.prefix)
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, remote: &Remote) -> Poll<Arrival> {
        let Some(message) = ready!(Pin::new(&mut self.messages).poll_next(cx)) else {
            return Poll::Ready(Arrival::End(remote.closed()));
        };
        let arrival = match message.status.map_or(200, u16::from) {
            200 => {
                self.outstanding = self.outstanding.saturating_sub(1);
                Arrival::Message(message)
            }
            100 => Arrival::Sign(header(&message, "Nats-Last-Consumer")),
            status => {
                let unfilled = unfilled(&message);
                self.outstanding = self.outstanding.saturating_sub(unfilled);
                verdict(status, message.description.as_deref().unwrap_or_default(), remote)
            }
        };
        Poll::Ready(arrival)
    }
}

/// How many messages of a pull will not come.
fn unfilled(status: &async_nats::Message) -> usize {
    let all = || status.subject.rsplit('.').next()?.parse().ok();
    header(status, "Nats-Pending-Messages").or_else(all).unwrap_or(0)
}

fn header<T: FromStr>(message: &async_nats::Message, name: &str) -> Option<T> {
    message.headers.as_ref()?.get(name)?.as_str().parse().ok()
}

/// What it means that the server gives up a pull.
fn verdict(status: u16, description: &str, remote: &Remote) -> Arrival {
    match (status, description) {
        (404 | 408, _) | (409, "Batch Completed") => Arrival::Sign(None),
        (503, _) => Arrival::NobodyThere,
        (409, "Consumer Deleted") => Arrival::End(remote.place.unknown()),
        (409, "Consumer is push based") => Arrival::End(remote.place.unsuitable("it pushes")),
        (409, limit) if limit.starts_with("Exceeded MaxRequest") => {
            Arrival::End(refused(remote, limit))
        }
        (409, _) => Arrival::Busy,
        (_, other) => Arrival::End(refused(remote, other)),
    }
}

fn refused(remote: &Remote, detail: &str) -> NatsError {
    NatsError::Refused { what: format!("a pull of {}", remote.place), detail: detail.to_owned() }
}
