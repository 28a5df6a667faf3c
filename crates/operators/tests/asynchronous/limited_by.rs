use reactive_streams_operators::engine::InFlightLimit;

use super::*;

struct Limited {
    scheduler: DeterministicScheduler,
    desk: Desk,
    upstream: TestPublisher<u32, Failure>,
    downstream: TestSubscriber<u32, Failure>,
}

/// No more than four in flight, whatever the limit says.
fn limited(limit: &InFlightLimit) -> Limited {
    let (scheduler, desk) = (DeterministicScheduler::new(1), Desk::default());
    let (upstream, downstream) = (TestPublisher::new(), TestSubscriber::new());
    let clerk = desk.clone();
    let mapped = upstream.publisher().map_async(capacity(4), &scheduler, move |n| clerk.ask(n));
    mapped.limited_by(limit).subscribe(downstream.subscriber());
    Limited { scheduler, desk, upstream, downstream }
}

impl Limited {
    fn next(&self, numbers: impl IntoIterator<Item = u32>) {
        numbers.into_iter().for_each(|n| self.upstream.next(n));
        self.scheduler.run_until_idle();
    }

    fn answer(&self, n: u32) {
        self.desk.answer(n);
        self.scheduler.run_until_idle();
    }
}

#[test]
fn demand_follows_the_limit_as_it_moves() {
    let limit = InFlightLimit::new(2);
    let scene = limited(&limit);
    scene.upstream.assert_requests([2]);
    scene.next([1, 2]);
    limit.set(3);
    scene.upstream.assert_requests([2, 1]);
    scene.next([3]);
    limit.set(1);
    scene.answer(1);
    scene.answer(2);
    scene.upstream.assert_requests([2, 1]); // three were in flight, and one may be
    scene.answer(3);
    scene.upstream.assert_requests([2, 1, 1]);
    limit.set(99);
    scene.upstream.assert_requests([2, 1, 1, 3]); // four, says the operator
    scene.upstream.complete();
    scene.scheduler.run_until_idle();
    scene.downstream.assert_values([10, 20, 30]).assert_complete().verify();
}

#[test]
fn a_limit_of_zero_stops_the_stream() {
    let limit = InFlightLimit::new(0);
    let scene = limited(&limit);
    scene.upstream.assert_requests([]);
    limit.set(1);
    scene.upstream.assert_requests([1]);
    limit.set(0);
    scene.next([1]);
    scene.answer(1);
    scene.upstream.assert_requests([1]);
    scene.upstream.complete();
    scene.scheduler.run_until_idle();
    scene.downstream.assert_values([10]).assert_complete().verify();
}

#[test]
fn streams_share_a_limit_and_one_that_is_over_does_not_matter() {
    let limit = InFlightLimit::new(1);
    let (one, two) = (limited(&limit), limited(&limit));
    one.downstream.cancel();
    limit.set(3);
    one.upstream.assert_requests([1]);
    two.upstream.assert_requests([1, 2]);
    two.upstream.error(Failure::Upstream);
    two.scheduler.run_until_idle();
    two.downstream.assert_error(Failure::Upstream).verify();
    limit.set(4);
    two.upstream.assert_requests([1, 2]);
}
