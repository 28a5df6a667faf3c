use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, once, range};
use reactive_streams_tck::Suite;

use super::common::{failing_after, synchronous};

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "concat_map (one for one)", |head| {
        head.concat_map(|element| once(element).fallible())
    });
    synchronous(suite, "concat_map (with empty ones between)", |head| {
        head.concat_map(|element| {
            from_iter([None, Some(element)]).filter(Option::is_some).fallible()
        })
    });
    suite
        .publisher("concat_map (rows of seven)", |given| {
            let length = given.len();
            range(0..length.div_ceil(7))
                .concat_map(move |row| range(row * 7..length.min(row * 7 + 7)))
        })
        .fails_midway(failing_after)
        .fails_at_once(failing_after);
}
