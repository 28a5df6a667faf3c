//! Operators that work on a scheduler, on each of them that runs by itself.

#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::time::Duration;

use reactive_streams_operators::operator::Elapsed;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{
    ImmediateScheduler, PoolScheduler, Scheduler, ThreadScheduler,
};
use reactive_streams_operators::{SinkError, interval, never, range, timer};
use rstest::rstest;
use support::capacity;

const A_WHILE: Duration = Duration::from_millis(1);

#[rstest]
#[case::thread(ThreadScheduler::new("schedulers"))]
#[case::pool(PoolScheduler::new("schedulers", capacity(2)))]
#[case::immediate(ImmediateScheduler::new())]
fn operators_work_on(#[case] scheduler: impl Scheduler) {
    check(&scheduler);
}

#[cfg(feature = "tokio")]
#[rstest]
#[case::tokio(reactive_streams_operators::scheduler::TokioScheduler::new)]
#[case::blocking(reactive_streams_operators::scheduler::TokioScheduler::blocking)]
fn operators_work_on_tokio(
    #[case] scheduler: fn(
        tokio::runtime::Handle,
    ) -> reactive_streams_operators::scheduler::TokioScheduler,
) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    check(&scheduler(runtime.handle().clone()));
}

fn check(scheduler: &dyn Scheduler) {
    let numbers = range(0..1000).publish_on(scheduler, capacity(16));
    assert!(numbers.collect::<Vec<_>>().block().unwrap().into_iter().eq(0..1000));

    let numbers = range(0..1000).subscribe_on(scheduler);
    assert!(numbers.collect::<Vec<_>>().block().unwrap().into_iter().eq(0..1000));

    let before = scheduler.now();
    let ticks = interval(A_WHILE, scheduler).take(3).collect::<Vec<_>>().block();
    assert_eq!(ticks.unwrap(), [0, 1, 2]);
    assert!(scheduler.now() - before >= A_WHILE * 3);

    let before = scheduler.now();
    let late = range(0..10).delay(A_WHILE, scheduler, capacity(4)).collect::<Vec<_>>().block();
    assert!(late.unwrap().into_iter().eq(0..10));
    assert!(scheduler.now() - before >= A_WHILE * 3); // four at a time

    assert_eq!(timer(A_WHILE, scheduler).block(), Ok(()));
    let late = never::<u8>().fallible::<Elapsed>().timeout(A_WHILE, scheduler);
    let error = late.collect::<Vec<_>>().block().unwrap_err();
    assert!(matches!(error, SinkError::Upstream(elapsed) if elapsed.limit() == A_WHILE));
}
