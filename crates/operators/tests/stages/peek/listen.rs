use std::fmt::Debug;

use reactive_streams::Demand;
use reactive_streams_operators::engine::{Listener, UpwardListener};
use reactive_streams_operators::prelude::*;

use super::Calls;
use crate::between;

/// Sees everything.
#[derive(Clone)]
struct Spy(Calls);

impl<T: Debug, E: Debug> Listener<T, E> for Spy {
    type Upward = Self;
    fn upward(&mut self) -> Self {
        self.0.call("upward");
        self.clone()
    }
    fn on_next(&mut self, item: &T) {
        self.0.call(format!("next {item:?}"));
    }
    fn on_error(&mut self, error: &E) {
        self.0.call(format!("error {error:?}"));
    }
    fn on_complete(&mut self) {
        self.0.call("complete");
    }
    fn after_terminate(self) {
        self.0.call("after terminate");
    }
}

impl UpwardListener for Spy {
    fn on_request(&self, demand: Demand) {
        self.0.call(format!("request {demand}"));
    }
    fn on_cancel(&self) {
        self.0.call("cancel");
    }
    fn after_cancel(&self) {
        self.0.call("after cancel");
    }
}

#[test]
fn sees_all_signals_of_either_direction() {
    let calls = Calls::default();
    let (source, _subscriber) = between::<u32, &str, _>(2, |head| head.listen(Spy(calls.clone())));
    source.next(1);
    source.error("broken");
    let expected = ["upward", "request 2", "next 1", "error \"broken\"", "after terminate"];
    assert_eq!(calls.take(), expected);

    let (_source, subscriber) = between::<u32, &str, _>(0, |head| head.listen(Spy(calls.clone())));
    subscriber.cancel();
    assert_eq!(calls.take(), ["upward", "cancel", "after cancel"]);
}
