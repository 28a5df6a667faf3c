use reactive_streams_operators::prelude::*;

use super::Calls;
use crate::between;

#[test]
fn once_before_the_upstream_is_cancelled() {
    let calls = Calls::default();
    let (source, subscriber) =
        between::<u32, (), _>(1, |head| head.do_on_cancel(calls.once("cancel")));
    let subscription = subscriber.subscription();
    subscription.cancel();
    subscription.cancel();
    source.assert_cancelled();
    assert_eq!(calls.take(), ["cancel"]);
}

#[test]
fn not_after_the_end() {
    let calls = Calls::default();
    let (source, subscriber) =
        between::<u32, (), _>(1, |head| head.do_on_cancel(calls.once("cancel")));
    let subscription = subscriber.subscription();
    source.complete();
    subscription.cancel();
    assert!(calls.take().is_empty());
}
