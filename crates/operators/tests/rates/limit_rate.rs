use std::num::NonZeroUsize;

use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;

use super::Bench;

#[test]
fn demand_comes_in_batches() {
    let bench = Bench::with_demand(u64::MAX);
    let limited = bench.upstream.publisher().limit_rate(NonZeroUsize::new(4).unwrap());
    limited.subscribe(bench.subscriber.subscriber());
    bench.upstream.assert_requests([4]);
    (0..2).for_each(|n| bench.upstream.next(n));
    bench.upstream.assert_requests([4]);
    bench.upstream.next(2);
    bench.upstream.assert_requests([4, 3]);
    bench.complete();
    bench.assert_log(["subscribe", "0", "1", "2", "complete"]);
}
