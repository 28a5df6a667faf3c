//! Tests of the schedulers.
#![allow(clippy::unwrap_used)] // also in helpers

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler, ThreadScheduler};

fn write(log: &Arc<Mutex<Vec<u32>>>, n: u32) -> Box<dyn FnOnce() + Send> {
    let log = Arc::clone(log);
    Box::new(move || log.lock().unwrap().push(n))
}

/// Runs three workers with three tasks each.
fn interleaving(seed: u64) -> Vec<u32> {
    let scheduler = DeterministicScheduler::new(seed);
    let log = Arc::default();
    let workers: Vec<_> = (0..3).map(|_| scheduler.worker()).collect();
    for (number, worker) in (0..).zip(&workers) {
        (0..3).for_each(|task| worker.schedule(write(&log, number * 10 + task)));
    }
    assert_eq!(scheduler.run_until_idle(), 9);
    let log = log.lock().unwrap();
    log.clone()
}

#[test]
fn the_seed_decides_the_order_of_workers_and_not_of_their_tasks() {
    let runs: Vec<_> = (0..20).map(interleaving).collect();
    for run in &runs {
        for worker in 0..3 {
            let own: Vec<_> = run.iter().filter(|n| *n / 10 == worker).collect();
            assert!(own.is_sorted());
        }
    }
    assert_eq!(interleaving(7), interleaving(7));
    assert!(runs.iter().any(|run| *run != runs[0]));
}

#[test]
fn virtual_time_passes_when_it_is_told_to() {
    let scheduler = DeterministicScheduler::new(1);
    let log = Arc::default();
    let worker = scheduler.worker();
    worker.schedule_after(Duration::from_secs(20), write(&log, 20));
    worker.schedule_after(Duration::from_secs(10), write(&log, 10));
    worker.schedule(write(&log, 0));
    assert_eq!(scheduler.run_until_idle(), 1);
    assert_eq!(scheduler.advance(Duration::from_secs(15)), 1);
    assert_eq!(*log.lock().unwrap(), [0, 10]);
    assert_eq!(scheduler.now(), Duration::from_secs(15));
    assert_eq!(scheduler.advance(Duration::from_secs(5)), 1);
    assert_eq!(*log.lock().unwrap(), [0, 10, 20]);
}

#[test]
fn what_has_not_run_is_dropped_with_the_scheduler() {
    let scheduler = DeterministicScheduler::new(1);
    let alive = Arc::new(());
    let worker = scheduler.worker();
    let task = |alive: &Arc<()>| {
        let alive = Arc::clone(alive);
        move || drop(alive)
    };
    worker.schedule(Box::new(task(&alive)));
    worker.schedule_after(Duration::from_secs(1), Box::new(task(&alive)));
    drop(scheduler);
    worker.schedule(Box::new(task(&alive)));
    worker.schedule_after(Duration::from_secs(1), Box::new(task(&alive)));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_thread_runs_tasks_in_order_and_late_ones_later() {
    let thread = ThreadScheduler::new("scheduler");
    let (sender, results) = mpsc::channel();
    let send = |n: u32| {
        let sender = sender.clone();
        Box::new(move || sender.send(n).unwrap())
    };
    let worker = thread.worker();
    worker.schedule_after(Duration::from_millis(40), send(4));
    worker.schedule_after(Duration::from_millis(20), send(3));
    worker.schedule(send(1));
    worker.schedule(send(2));
    let results: Vec<_> = results.iter().take(4).collect();
    assert_eq!(results, [1, 2, 3, 4]);
    assert!(thread.now() >= Duration::from_millis(40));
}

#[test]
fn a_thread_outlives_a_task_that_panics() {
    let (sender, panics) = mpsc::channel();
    let thread = ThreadScheduler::with_panic_handler("scheduler", move |panic| {
        sender.send(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap();
    });
    let worker = thread.worker();
    worker.schedule(Box::new(|| panic!("task")));
    assert_eq!(panics.recv().unwrap().as_deref(), Some("task"));
    let (sender, done) = mpsc::channel();
    worker.schedule(Box::new(move || sender.send(()).unwrap()));
    done.recv().unwrap();
}

#[test]
fn a_thread_whose_panic_handler_panics_stops() {
    let thread = ThreadScheduler::with_panic_handler("scheduler", |_| panic!("handler"));
    let worker = thread.worker();
    let (sender, never) = mpsc::channel::<()>();
    worker.schedule(Box::new(|| panic!("task")));
    worker.schedule(Box::new(move || sender.send(()).unwrap()));
    assert!(never.recv().is_err()); // dropped, and neither run nor kept
}

#[test]
fn a_thread_that_has_stopped_drops_tasks() {
    let thread = ThreadScheduler::new("scheduler");
    let worker = thread.worker();
    let alive = Arc::new(());
    let late = Arc::clone(&alive);
    worker.schedule_after(Duration::from_secs(3600), Box::new(move || drop(late)));
    drop(thread);
    assert_eq!(Arc::strong_count(&alive), 1);
    let refused = Arc::clone(&alive);
    worker.schedule(Box::new(move || drop(refused)));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_thread_may_be_dropped_by_its_own_task() {
    let thread = Arc::new(ThreadScheduler::new("scheduler"));
    let worker = thread.worker();
    let (sender, done) = mpsc::channel();
    let (gate, may_run) = mpsc::channel::<()>();
    let own = Arc::clone(&thread);
    worker.schedule(Box::new(move || {
        may_run.recv().unwrap();
        drop(own); // the last one
        sender.send(()).unwrap();
    }));
    drop(thread);
    gate.send(()).unwrap();
    done.recv().unwrap();
}

#[cfg(feature = "tokio")]
#[test]
fn tokio_runs_tasks_in_order_and_outlives_a_panic() {
    use reactive_streams_operators::scheduler::TokioScheduler;

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worker = TokioScheduler::new(runtime.handle().clone()).worker();
    let (sender, results) = mpsc::channel();
    let send = |n: u32| {
        let sender = sender.clone();
        Box::new(move || sender.send(n).unwrap())
    };
    worker.schedule_after(Duration::from_millis(20), send(1000));
    worker.schedule(Box::new(|| panic!("task")));
    (0..100).for_each(|n| worker.schedule(send(n)));
    let all: Vec<_> = results.iter().take(101).collect();
    assert_eq!(all, (0..100).chain([1000]).collect::<Vec<_>>());
    drop(runtime);
    let alive = Arc::new(());
    let refused = Arc::clone(&alive);
    worker.schedule(Box::new(move || drop(refused)));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_delay_past_the_end_of_time_is_no_error_and_holds_nobody_up() {
    let scheduler = ThreadScheduler::new("patient");
    let worker = scheduler.worker();
    let (sender, receiver) = mpsc::channel();
    worker.schedule_after(Duration::MAX, Box::new(|| unreachable!("time has no end")));
    worker.schedule(Box::new(move || sender.send(1).unwrap()));
    assert_eq!(receiver.recv(), Ok(1));
    drop(scheduler);
    let deterministic = DeterministicScheduler::new(1);
    let worker = deterministic.worker();
    worker.schedule_after(Duration::MAX, Box::new(|| unreachable!("time has no end")));
    assert_eq!(deterministic.run_until_idle(), 0);
    assert_eq!(deterministic.advance(Duration::from_secs(1)), 0);
}
