use std::future::{self, Future};
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use async_nats::Subject;
use tokio::time::sleep;

use super::inbox::{Arrival, Inbox};
use super::remote::Remote;
use super::watchdog::Watchdog;
use crate::position::Position;
use crate::{Message, NatsError};

/// Pulls what is wanted, and no more: at any time no more messages have been pulled and not been given out than are
/// wanted.
pub(crate) struct Puller {
    remote: Arc<Remote>,
    inbox: Option<Inbox>,
    /// As long as it is under way nothing is pulled; what was pulled arrives.
    task: Option<Task>,
    /// What ended the stream behind messages that had arrived.
    failure: Option<NatsError>,
    watchdog: Watchdog,
    reconnected: Pin<Box<dyn Future<Output = ()> + Send>>,
}

type Task = Pin<Box<dyn Future<Output = Result<Option<Inbox>, NatsError>> + Send>>;

/// Why nothing can be pulled.
enum Trouble {
    Busy,
    NobodyThere,
    End(NatsError),
}

impl Puller {
    /// How long a server is left alone that does not take pulls.
    const PAUSE: Duration = Duration::from_millis(250);

    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        let runtime = remote.connection.runtime.clone();
        let watchdog = Watchdog::new(runtime, remote.pulling.heartbeat * 2);
        let reconnected = reconnected(&remote);
        Self { remote, inbox: None, task: None, failure: None, watchdog, reconnected }
    }

    pub(crate) fn remote(&self) -> &Arc<Remote> {
        &self.remote
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
            ready!(self.poll_inbox(cx))?;
            let (messages, trouble) = self.read(cx, most.get(), &mut receive);
            let is_well = trouble.is_none();
            match trouble {
                Some(Trouble::End(failure)) if messages.is_empty() => {
                    return Poll::Ready(Err(failure));
                }
                Some(Trouble::End(failure)) => self.failure = Some(failure),
                Some(Trouble::Busy) => self.pause(),
                Some(Trouble::NobodyThere) => self.recover(),
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

    /// Goes on with what is under way, and has an inbox opened if there is none.
    fn poll_inbox(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), NatsError>> {
        loop {
            if let Some(task) = &mut self.task {
                let _guard = self.remote.connection.runtime.enter(); // whoever polls need not be in it
                if let Poll::Ready(done) = task.as_mut().poll(cx) {
                    self.task = None;
                    self.inbox = done?.or(self.inbox.take());
                }
            }
            match (&self.inbox, &self.task) {
                (Some(_), _) => return Poll::Ready(Ok(())),
                (None, Some(_)) => return Poll::Pending,
                (None, None) => self.open(),
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
        let Some(inbox) = &mut self.inbox else { return (messages, None) };
        while messages.len() < most.min(self.remote.pulling.most.get()) {
            let Poll::Ready(arrival) = inbox.poll(cx, &self.remote) else { break };
            self.watchdog.hear();
            let trouble = match arrival {
                Arrival::Sign => continue,
                Arrival::Message(message) => match understand(message) {
                    Some((message, reply)) => {
                        messages.push(receive(message, reply));
                        continue;
                    }
                    None => Trouble::End(self.foreign()),
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
        let wanted = wanted.min(self.remote.pulling.most.get());
        let Some(inbox) = &mut self.inbox else { return };
        let outstanding = inbox.outstanding();
        let suffices = outstanding > wanted / 2 || outstanding == wanted;
        if suffices || self.task.is_some() || inbox.is_stale(&self.remote) {
            return;
        }
        if outstanding == 0 {
            self.watchdog.hear();
        }
        let count = wanted - outstanding;
        let reply = inbox.expect(count);
        let remote = Arc::clone(&self.remote);
        self.remote.connection.outbox.send(async move {
            _ = remote.pull(count, reply).await; // fails if the client is closed, which closes the inbox
        });
    }

    /// Nothing has arrived. Finds out whether something can; if not, has it seen to.
    fn is_lost(&mut self, cx: &mut Context<'_>) -> bool {
        if self.reconnected.as_mut().poll(cx).is_ready() {
            self.reconnected = reconnected(&self.remote);
            return true;
        }
        let Some(inbox) = &mut self.inbox else { return false };
        if self.task.is_some() {
            return false;
        }
        if inbox.is_stale(&self.remote) {
            self.inbox = None;
            return true;
        }
        if inbox.outstanding() == 0 || self.watchdog.poll(cx).is_pending() {
            return false;
        }
        inbox.give_up();
        self.recover();
        true
    }

    /// Looks for the consumer first: nobody answers a pull of one that is not there.
    fn open(&mut self) {
        let remote = Arc::clone(&self.remote);
        self.begin(async move {
            remote.recover().await?;
            Inbox::open(&remote).await.map(Some)
        });
    }

    fn pause(&mut self) {
        let paused = async {
            sleep(Self::PAUSE).await;
            Ok(None)
        };
        self.begin(paused);
    }

    fn recover(&mut self) {
        let remote = Arc::clone(&self.remote);
        self.begin(async move {
            sleep(Self::PAUSE).await; // it may answer again at once, and not take pulls yet
            remote.recover().await.map(|()| None)
        });
    }

    /// Begins a task, unless there is one.
    fn begin(
        &mut self,
        task: impl Future<Output = Result<Option<Inbox>, NatsError>> + Send + 'static,
    ) {
        self.task.get_or_insert_with(|| Box::pin(task));
    }

    fn foreign(&self) -> NatsError {
        NatsError::Refused {
            what: format!("messages of {}", self.remote.place),
            detail: "one came that is not of JetStream".to_owned(),
        }
    }

    /// Ends it; what arrives all the same, up to when the server has heard of it, is given to `receive`.
    pub(crate) fn leave(&mut self, mut receive: impl FnMut(Message, Subject) + Send + 'static) {
        let Some(mut inbox) = self.inbox.take() else { return };
        if inbox.outstanding() == 0 {
            return;
        }
        let remote = Arc::clone(&self.remote);
        self.remote.connection.runtime.spawn(async move {
            // What the server has sent before it answers arrives before the answer; without one nothing does.
            if remote.info().await.is_err() {
                return;
            }
            let mut cx = Context::from_waker(Waker::noop());
            while let Poll::Ready(arrival) = inbox.poll(&mut cx, &remote) {
                match arrival {
                    Arrival::Message(message) => {
                        if let Some((message, reply)) = understand(message) {
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

/// Ready when the client has connected again.
fn reconnected(remote: &Remote) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let mut connected = remote.connection.connected.clone();
    connected.mark_unchanged();
    Box::pin(async move {
        if connected.changed().await.is_err() {
            future::pending().await // the client is closed, and with it the inbox
        }
    })
}

/// Takes a message of JetStream's apart.
fn understand(mut message: async_nats::Message) -> Option<(Message, Subject)> {
    let reply = message.reply.take()?;
    let position = Position::parse(&reply)?;
    Some((Message::new(message, position), reply))
}
