use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, once};
use reactive_streams_tck::{Sharing, Suite};

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "inspect", |head| head.inspect(|_| {})).prefetch(0);
    synchronous(suite, "inspect_err", |head| head.inspect_err(|_| {})).prefetch(0);
    synchronous(suite, "do_on_complete", |head| head.do_on_complete(|| {})).prefetch(0);
    synchronous(suite, "do_on_terminate", |head| head.do_on_terminate(|| {})).prefetch(0);
    synchronous(suite, "do_after_terminate", |head| head.do_after_terminate(|| {})).prefetch(0);
    synchronous(suite, "do_finally", |head| head.do_finally(|_| {})).prefetch(0);
    suite
        .publisher("do_finally (as a publisher)", |given| {
            from_iter(given.elements()).do_finally(|_| {})
        })
        .fails_midway(|given| failing_after(given).do_finally(|_| {}))
        .many(Sharing::Own);
    synchronous(suite, "do_on_subscribe", |head| head.do_on_subscribe(|| {})).prefetch(0);
    synchronous(suite, "do_first", |head| head.do_first(|| {})).prefetch(0);
    synchronous(suite, "do_on_request", |head| head.do_on_request(|_| {})).prefetch(0);
    synchronous(suite, "do_on_cancel", |head| head.do_on_cancel(|| {})).prefetch(0);
    synchronous(suite, "do_on_each", |head| head.do_on_each(|_| {})).prefetch(0);
    synchronous(suite, "do_on_first", |head| head.do_on_first(|_| {})).prefetch(0);
    suite
        .publisher("do_on_success", |given| once(given.len()).do_on_success(|_| {}))
        .exactly(1)
        .many(Sharing::Own);
}
