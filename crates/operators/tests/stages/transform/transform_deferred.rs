use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

#[test]
fn calls_the_closure_once_for_each_subscription() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let deferred = range(0..2).transform_deferred(move |numbers| {
        counted.fetch_add(1, Ordering::Relaxed);
        numbers.map(|n| n + 1)
    });
    for run in 1..3 {
        assert_eq!(deferred.clone().collect::<Vec<_>>().block().unwrap(), [1, 2]);
        assert_eq!(calls.load(Ordering::Relaxed), run);
    }
    let _ = deferred.hide().collect::<Vec<_>>().block(); // and if it is not fused
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}
