use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{error, from_iter};
use reactive_streams_tck::{Sharing, Suite};

use super::common::synchronous;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "map_err", |head| head.map_err(|error| error));
    synchronous(suite, "on_error_resume", |head| head.on_error_resume(error)).prefetch(0);
    suite.publisher("on_error_resume (after an error)", |given| {
        let elements = given.elements();
        error(given.error()).on_error_resume(move |_| from_iter(elements))
    });
    synchronous(suite, "on_error_complete", |head| head.on_error_complete()).recovers();
    suite
        .publisher("retry", |given| from_iter(given.elements()).fallible::<u8>().retry(3))
        .fails_at_once(|given| error::<u8, _>(given.error()).retry(1000))
        .many(Sharing::Own);
}
