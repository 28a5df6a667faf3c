//! Tests of `collect`; `tests/fold.rs` has what it shares with the other sinks.

use std::collections::{BTreeMap, VecDeque};

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{from_iter, range};

#[test]
fn collects_into_what_can_be_extended() {
    assert_eq!(range(0..3).collect::<VecDeque<_>>().block(), Ok(VecDeque::from([0, 1, 2])));
    assert_eq!(from_iter(["a", "b"]).collect::<String>().block(), Ok("ab".to_owned()));
    let map = from_iter([(1, 'a'), (2, 'b')]).hide().collect::<BTreeMap<_, _>>().block();
    assert_eq!(map, Ok(BTreeMap::from([(1, 'a'), (2, 'b')])));
}
