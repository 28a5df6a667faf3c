use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};

use futures_util::FutureExt;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Publishes from where nothing can be awaited: at once if the client has room, else behind what waits for that.
///
/// What waits is bounded by whoever sends: no more than there are deliveries that have not been settled, and records
/// in the window of a sink.
#[derive(Debug)]
pub(crate) struct Outbox {
    waiting: Arc<AtomicUsize>,
    queue: UnboundedSender<Sending>,
}

impl Outbox {
    pub(crate) fn new(runtime: &Handle) -> Self {
        let (queue, mut sendings) = unbounded_channel::<Sending>();
        let waiting = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&waiting);
        runtime.spawn(async move {
            while let Some(sending) = sendings.recv().await {
                // A panic of who is told that it cannot be sent: the hook has reported it, others are to go on.
                _ = AssertUnwindSafe(sending).catch_unwind().await;
                count.fetch_sub(1, Ordering::AcqRel);
            }
        });
        Self { waiting, queue }
    }

    /// Runs a future that waits for nothing but room. What one thread sends keeps its order.
    ///
    /// Drops it if the runtime has shut down, and the connection with it.
    pub(crate) fn send(&self, sending: impl Future<Output = ()> + Send + 'static) {
        let mut sending = Box::pin(sending);
        let is_first = self.waiting.load(Ordering::Acquire) == 0;
        let mut context = Context::from_waker(Waker::noop());
        if is_first && sending.as_mut().poll(&mut context).is_ready() {
            return;
        }
        self.waiting.fetch_add(1, Ordering::AcqRel);
        if self.queue.send(sending).is_err() {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
        }
    }
}
