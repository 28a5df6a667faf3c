use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;

use super::common::synchronous;

pub(super) fn add_to(suite: &mut Suite) {
    synchronous(suite, "hide", |head| head.hide());
    synchronous(suite, "boxed", |head| head.boxed());
    synchronous(suite, "a chain of six", |head| {
        head.map(Some).filter(Option::is_some).hide().map(|some| some).take(usize::MAX).boxed()
    });
}
