use reactive_streams::Publisher;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_test::{TestPublisher, TestSubscriber};

use super::SECOND;

#[test]
fn notes_when_an_element_came_or_how_long_it_took() {
    for elapsed in [false, true] {
        let clock = DeterministicScheduler::new(1);
        let upstream = TestPublisher::<u32, ()>::new();
        let subscriber = TestSubscriber::with_initial_demand(2);
        clock.advance(SECOND);
        if elapsed {
            upstream.publisher().elapsed(&clock).subscribe(subscriber.subscriber());
        } else {
            upstream.publisher().timestamp(&clock).subscribe(subscriber.subscriber());
        }
        upstream.assert_requests([2]);
        clock.advance(SECOND);
        upstream.next(1);
        clock.advance(SECOND * 3);
        upstream.next(2);
        upstream.complete();
        let times = if elapsed { [SECOND, SECOND * 3] } else { [SECOND * 2, SECOND * 5] };
        subscriber.assert_values([(times[0], 1), (times[1], 2)]).assert_complete();
    }
}
