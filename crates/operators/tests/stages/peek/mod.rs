mod do_finally;
mod do_on_cancel;
mod do_on_request;
mod do_on_success;
mod listen;
mod order;
mod watch_termination;

use std::sync::{Arc, Mutex};

/// What closures have been called with, in order.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<Vec<String>>>);

impl Calls {
    pub(crate) fn call(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    /// A closure that writes down that it has been called.
    pub(crate) fn once(&self, what: &str) -> impl FnOnce() + Send + use<> {
        let (calls, what) = (self.clone(), what.to_owned());
        move || calls.call(what)
    }

    /// What has been called since this was last asked.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}
