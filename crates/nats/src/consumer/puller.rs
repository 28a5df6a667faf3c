use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use async_nats::Subject;

use super::inbox::Arrival;
use super::link::Link;
use super::remote::Remote;
use super::watchdog::Watchdog;
use crate::{Message, NatsError};

/// Pulls what is wanted, and no more: at any time no more messages have been pulled and not been given out than are
/// wanted.
pub(crate) struct Puller {
    link: Link,
    /// How many messages of the consumer the server has given out, as it has said last.
    given: Option<u64>,
    /// What ended the stream behind messages that had arrived.
    failure: Option<NatsError>,
    watchdog: Watchdog,
}

/// Why nothing can be pulled.
enum Trouble {
    Busy,
    NobodyThere,
    End(NatsError),
}

impl Puller {
    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        let runtime = remote.connection.runtime.clone();
        let watchdog = Watchdog::new(runtime, remote.pulling.heartbeat * 2);
        Self { link: Link::new(remote), given: None, failure: None, watchdog }
    }

    pub(crate) fn remote(&self) -> &Arc<Remote> {
        self.link.remote()
    }

    /// How many messages of the consumer the server has given out, as it has said last. They have arrived, or never will.
    pub(crate) fn given(&self) -> Option<u64> {
        self.given
    }

    /// The next messages, at least one and no more than `most`, each with where its acknowledgement goes.
    pub(crate) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
        mut receive: impl FnMut(Message, Subject) -> T,
    ) -> Poll<Result<Vec<T>, NatsError>> {
        if let Some(failure) = self.failure.take() {
            return Poll::Ready(Err(failure));
        }
        loop {
            ready!(self.link.poll(cx))?;
            let (messages, trouble) = self.read(cx, most.get(), &mut receive);
            let is_well = trouble.is_none();
            match trouble {
                Some(Trouble::End(failure)) if messages.is_empty() => {
                    return Poll::Ready(Err(failure));
                }
                Some(Trouble::End(failure)) => self.failure = Some(failure),
                Some(Trouble::Busy) => self.link.pause(),
                Some(Trouble::NobodyThere) => self.link.recover(),
                None => self.pull(most.get() - messages.len()),
            }
            if !messages.is_empty() {
                return Poll::Ready(Ok(messages));
            }
            if is_well && !self.is_lost(cx) {
                return Poll::Pending;
            }
        }
    }

    /// What has arrived, up to what keeps more from coming.
    fn read<T>(
        &mut self,
        cx: &mut Context<'_>,
        most: usize,
        receive: &mut impl FnMut(Message, Subject) -> T,
    ) -> (Vec<T>, Option<Trouble>) {
        let mut messages = Vec::new();
        let Some((inbox, remote)) = self.link.inbox() else { return (messages, None) };
        while messages.len() < most.min(remote.pulling.most.get()) {
            let Poll::Ready(arrival) = inbox.poll(cx, remote) else { break };
            self.watchdog.hear();
            let trouble = match arrival {
                Arrival::Sign(given) => {
                    self.given = given.or(self.given);
                    continue;
                }
                Arrival::Message(message) => match Message::received(message) {
                    Some((message, reply)) => {
                        messages.push(receive(message, reply));
                        continue;
                    }
                    None => Trouble::End(foreign(remote)),
                },
                Arrival::Busy => Trouble::Busy,
                Arrival::NobodyThere => Trouble::NobodyThere,
                Arrival::End(failure) => Trouble::End(failure),
            };
            return (messages, Some(trouble));
        }
        (messages, None)
    }

    /// Pulls what `wanted` lacks. The next pull goes out when half of the last one has arrived, so that there is no gap
    /// between them, and a pull for each element neither.
    fn pull(&mut self, wanted: usize) {
        let is_busy = self.link.is_busy();
        let Some((inbox, remote)) = self.link.inbox() else { return };
        let wanted = wanted.min(remote.pulling.most.get());
        let outstanding = inbox.outstanding();
        let suffices = outstanding > wanted / 2 || outstanding == wanted;
        if suffices || is_busy || inbox.is_stale(remote) {
            return;
        }
        if outstanding == 0 {
            self.watchdog.hear();
        }
        let count = wanted - outstanding;
        let reply = inbox.expect(count);
        let consumer = Arc::clone(remote);
        remote.connection.outbox.send(async move {
            _ = consumer.pull(count, reply).await; // fails if the client is closed, which closes the inbox
        });
    }

    /// Nothing has arrived. Finds out whether something can; if not, has it seen to.
    fn is_lost(&mut self, cx: &mut Context<'_>) -> bool {
        if self.link.is_reconnected(cx) {
            return true;
        }
        if self.link.is_busy() {
            return false;
        }
        if self.link.drop_stale() {
            return true;
        }
        let Some((inbox, _)) = self.link.inbox() else { return false };
        if inbox.outstanding() == 0 || self.watchdog.poll(cx).is_pending() {
            return false;
        }
        inbox.give_up();
        self.link.recover();
        true
    }

    /// Ends it; what arrives all the same, up to when the server has heard of it, is given to `receive`.
    pub(crate) fn leave(&mut self, mut receive: impl FnMut(Message, Subject) + Send + 'static) {
        let Some(mut inbox) = self.link.take_inbox() else { return };
        if inbox.outstanding() == 0 {
            return;
        }
        let remote = Arc::clone(self.link.remote());
        let runtime = remote.connection.runtime.clone();
        runtime.spawn(async move {
            // What the server has sent before it answers arrives before the answer; without one nothing does.
            if remote.info().await.is_err() {
                return;
            }
            let mut cx = Context::from_waker(Waker::noop());
            while let Poll::Ready(arrival) = inbox.poll(&mut cx, &remote) {
                match arrival {
                    Arrival::Message(message) => {
                        if let Some((message, reply)) = Message::received(message) {
                            receive(message, reply);
                        }
                    }
                    Arrival::End(_) => return,
                    _ => {}
                }
            }
        });
    }
}

fn foreign(remote: &Remote) -> NatsError {
    NatsError::Refused {
        what: format!("messages of {}", remote.place),
        detail: "one came that is not of JetStream".to_owned(),
    }
}
