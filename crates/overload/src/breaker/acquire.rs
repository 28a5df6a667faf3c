use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::BreakerPermit;
use super::shared::Shared;

/// Waits until a call may be made.
pub(super) struct Acquire {
    shared: Arc<Shared>,
    ticket: Option<u64>,
}

impl Acquire {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, ticket: None }
    }
}

impl Future for Acquire {
    type Output = BreakerPermit;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<BreakerPermit> {
        let Self { shared, ticket } = self.get_mut();
        shared
            .poll_admit(ticket, cx.waker())
            .map(|generation| BreakerPermit::new(Arc::clone(shared), generation))
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared.leave(ticket);
        }
    }
}
