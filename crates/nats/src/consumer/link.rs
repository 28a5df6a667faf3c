use std::future::{self, Future};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::sleep;

use super::inbox::Inbox;
use super::remote::Remote;
use crate::NatsError;

/// The inbox of a consumer, and what is being done so that something can come into it.
pub(crate) struct Link {
    remote: Arc<Remote>,
    inbox: Option<Inbox>,
    /// As long as it is under way nothing is to be pulled; what was pulled arrives.
    task: Option<Task>,
    reconnected: Reconnected,
}

type Task = Pin<Box<dyn Future<Output = Result<Option<Inbox>, NatsError>> + Send>>;
type Reconnected = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Link {
    /// How long a server is left alone that does not take pulls.
    const PAUSE: Duration = Duration::from_millis(250);

    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        let reconnected = reconnected(&remote);
        Self { remote, inbox: None, task: None, reconnected }
    }

    pub(crate) fn remote(&self) -> &Arc<Remote> {
        &self.remote
    }

    /// The inbox, if there is one, and whose it is.
    pub(crate) fn inbox(&mut self) -> Option<(&mut Inbox, &Arc<Remote>)> {
        Some((self.inbox.as_mut()?, &self.remote))
    }

    pub(crate) fn take_inbox(&mut self) -> Option<Inbox> {
        self.inbox.take()
    }

    /// Whether something is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.task.is_some()
    }

    /// Whether the client has connected again since this was last said.
    pub(crate) fn is_reconnected(&mut self, cx: &mut Context<'_>) -> bool {
        let is_ready = self.reconnected.as_mut().poll(cx).is_ready();
        if is_ready {
            self.reconnected = reconnected(&self.remote);
        }
        is_ready
    }

    /// Drops the inbox if nothing can come into it any more, so that another one is opened.
    pub(crate) fn drop_stale(&mut self) -> bool {
        self.inbox.take_if(|inbox| inbox.is_stale(&self.remote)).is_some()
    }

    /// Goes on with what is under way, and has an inbox opened if there is none.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), NatsError>> {
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

    /// Looks for the consumer first: nobody answers a pull of one that is not there.
    fn open(&mut self) {
        let remote = Arc::clone(&self.remote);
        self.begin(async move {
            remote.recover().await?;
            Inbox::open(&remote).await.map(Some)
        });
    }

    /// Leaves the server alone for a while.
    pub(crate) fn pause(&mut self) {
        let paused = async {
            sleep(Self::PAUSE).await;
            Ok(None)
        };
        self.begin(paused);
    }

    /// Waits until the consumer answers again.
    pub(crate) fn recover(&mut self) {
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
}

/// Ready when the client has connected again.
fn reconnected(remote: &Remote) -> Reconnected {
    let mut connected = remote.connection.connected.clone();
    connected.mark_unchanged();
    Box::pin(async move {
        if connected.changed().await.is_err() {
            future::pending().await // the client is closed, and with it the inbox
        }
    })
}
