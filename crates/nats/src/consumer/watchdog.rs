use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep_until};

/// Sees whether anything is heard. To hear costs nothing but a look at the clock: the timer is set again when it goes off.
pub(crate) struct Watchdog {
    runtime: Handle,
    patience: Duration,
    heard: Instant,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Watchdog {
    pub(crate) fn new(runtime: Handle, patience: Duration) -> Self {
        Self { runtime, patience, heard: Instant::now(), timer: None }
    }

    pub(crate) fn hear(&mut self) {
        self.heard = Instant::now();
    }

    /// Ready when nothing has been heard for too long.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let deadline = self.heard + self.patience;
            let timer = self.timer.get_or_insert_with(|| {
                let _guard = self.runtime.enter(); // whoever polls need not be in it
                Box::pin(sleep_until(deadline))
            });
            ready!(timer.as_mut().poll(cx));
            if Instant::now() >= deadline {
                self.hear();
                return Poll::Ready(());
            }
            timer.as_mut().reset(deadline);
        }
    }
}
