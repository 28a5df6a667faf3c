use std::borrow::Cow;
use std::fmt::{self, Debug};

use reactive_streams::Demand;
use reactive_streams_operators::engine::{Listener, UpwardListener};

/// Listener for [`InspectExt::log`](crate::InspectExt::log).
#[derive(Clone)]
pub struct Log(Cow<'static, str>);

impl Log {
    pub(crate) fn new(name: Cow<'static, str>) -> Self {
        Self(name)
    }
}

impl Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Log").field(&self.0).finish()
    }
}

impl<T: Debug, E: Debug> Listener<T, E> for Log {
    type Upward = Self;

    fn upward(&mut self) -> Self {
        tracing::info!(stream = &*self.0, "on_subscribe");
        self.clone()
    }

    fn on_next(&mut self, item: &T) {
        tracing::info!(stream = &*self.0, ?item, "on_next");
    }

    fn on_error(&mut self, error: &E) {
        tracing::error!(stream = &*self.0, ?error, "on_error");
    }

    fn on_complete(&mut self) {
        tracing::info!(stream = &*self.0, "on_complete");
    }
}

impl UpwardListener for Log {
    fn on_request(&self, demand: Demand) {
        tracing::info!(stream = &*self.0, %demand, "request");
    }

    fn on_cancel(&self) {
        tracing::info!(stream = &*self.0, "cancel");
    }
}
