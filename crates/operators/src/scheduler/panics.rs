use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Task;
use crate::sync::{Mutex, lock};

/// Runs tasks whose panics are to go no further than to the handler of a scheduler.
#[derive(Clone)]
pub(super) struct Panics(Arc<Mutex<Handler>>);

type Handler = Arc<dyn Fn(Box<dyn Any + Send>) + Send + Sync>;

impl Panics {
    pub(super) fn handle_with<H>(&self, handler: H)
    where
        H: Fn(Box<dyn Any + Send>) + Send + Sync + 'static,
    {
        let before = mem::replace(&mut *lock(&self.0), Arc::new(handler));
        drop(before); // after the lock: its drop is foreign code
    }

    /// Runs `task`; whoever calls this lives on.
    pub(super) fn run(&self, task: Task) {
        let reported = catch_unwind(AssertUnwindSafe(|| {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(task)) {
                let handler = Arc::clone(&lock(&self.0));
                handler(panic);
            }
        }));
        // The handler's own panic: the panic hook has reported it, and its drop may panic again.
        reported.unwrap_or_else(mem::forget);
    }
}

impl Default for Panics {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Arc::new(drop))))
    }
}
