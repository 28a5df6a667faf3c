//! Tests of `map_err`.

mod support;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use support::{manual, recorder};

#[test]
fn changes_the_error_and_nothing_else() {
    let (publisher, upstream) = manual::<u32, u8>();
    let (recorder, probe) = recorder(1);
    publisher.map_err(|code| code + 1).subscribe(recorder);
    upstream.next(7);
    upstream.error(1);
    assert_eq!(upstream.log(), ["request 1"]);
    assert_eq!(probe.log(), ["subscribe", "7", "error 2"]);
}
