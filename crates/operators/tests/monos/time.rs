use std::time::Duration;

use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::DeterministicScheduler;
use reactive_streams_operators::{SinkError, never, once, timer};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn it_stays_one_on_a_scheduler() {
    let clock = DeterministicScheduler::new(1);
    let chain = once(1).delay_subscription(SECOND, &clock).delay_elements(SECOND, &clock);
    let mut outcome = chain.publish_on(&clock).subscribe_on(&clock).start();
    clock.advance(SECOND);
    assert_eq!(outcome.try_take(), None);
    clock.advance(SECOND);
    assert_eq!(outcome.try_take(), Some(Ok(1)));
}

#[test]
fn it_may_be_late() {
    let clock = DeterministicScheduler::new(1);
    let late = || never::<u32>().map_err(|never| -> Elapsed { match never {} }).first();
    let mut failed = late().timeout(SECOND, &clock).start();
    let mut instead = late().timeout_or(SECOND, &clock, once(7).fallible()).start();
    clock.advance(SECOND);
    assert!(matches!(failed.try_take(), Some(Err(SinkError::Upstream(_)))));
    assert_eq!(instead.try_take(), Some(Ok(Some(7))));
}

#[test]
fn it_may_be_stopped() {
    let clock = DeterministicScheduler::new(1);
    let mut outcome = never::<u32>().first().take_until(timer(SECOND, &clock)).start();
    clock.advance(SECOND);
    assert_eq!(outcome.try_take(), Some(Ok(None)));
}
