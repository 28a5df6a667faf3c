//! Tests of the schedulers.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::any::Any;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use reactive_streams_operators::scheduler::{
    DeterministicScheduler, ImmediateScheduler, PoolScheduler, Scheduler, ThreadScheduler, Worker,
};
use reactive_streams_test::on_small_stack;
use rstest::rstest;
use support::capacity;

fn thread() -> ThreadScheduler {
    ThreadScheduler::new("scheduler")
}

fn pool(threads: usize) -> PoolScheduler {
    PoolScheduler::new("scheduler", capacity(threads))
}

#[cfg(feature = "tokio")]
mod tokio_runtime {
    use std::sync::LazyLock;

    use reactive_streams_operators::scheduler::TokioScheduler;
    use tokio::runtime::Runtime;

    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

    pub(super) fn scheduler() -> TokioScheduler {
        TokioScheduler::new(RUNTIME.handle().clone())
    }

    pub(super) fn blocking() -> TokioScheduler {
        TokioScheduler::blocking(RUNTIME.handle().clone())
    }
}

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
fn a_delay_past_the_end_of_time_does_not_come() {
    let scheduler = DeterministicScheduler::new(1);
    scheduler.worker().schedule_after(Duration::MAX, Box::new(|| unreachable!("time has no end")));
    assert_eq!(scheduler.run_until_idle(), 0);
    assert_eq!(scheduler.advance(Duration::from_secs(1)), 0);
}

// ===== what holds for all that run by themselves =====

#[rstest]
#[case::thread(thread())]
#[case::pool_of_one(pool(1))]
#[case::pool(pool(3))]
#[cfg_attr(feature = "tokio", case::tokio(tokio_runtime::scheduler()))]
#[cfg_attr(feature = "tokio", case::tokio_blocking(tokio_runtime::blocking()))]
fn tasks_of_a_worker_run_in_order_and_one_at_a_time(#[case] scheduler: impl Scheduler) {
    let worker = scheduler.worker();
    let running = Arc::new(AtomicBool::new(false));
    let (sender, results) = mpsc::channel();
    for n in 0..1000 {
        let (sender, running) = (sender.clone(), Arc::clone(&running));
        worker.schedule(Box::new(move || {
            assert!(!running.swap(true, Ordering::AcqRel));
            sender.send(n).unwrap();
            running.store(false, Ordering::Release);
        }));
    }
    drop(sender);
    assert!(results.iter().eq(0..1000));
}

#[rstest]
#[case::thread(thread())]
#[case::pool(pool(2))]
#[case::immediate(ImmediateScheduler::new())]
#[cfg_attr(feature = "tokio", case::tokio(tokio_runtime::scheduler()))]
#[cfg_attr(feature = "tokio", case::tokio_blocking(tokio_runtime::blocking()))]
fn late_tasks_run_later(#[case] scheduler: impl Scheduler) {
    let worker: Arc<dyn Worker> = Arc::from(scheduler.worker());
    let (sender, results) = mpsc::channel();
    let send = move |n: u32| {
        let sender = sender.clone();
        Box::new(move || sender.send(n).unwrap())
    };
    let inside = Arc::clone(&worker);
    worker.schedule(Box::new(move || {
        inside.schedule_after(Duration::from_millis(40), send(4));
        inside.schedule_after(Duration::from_millis(20), send(3));
        inside.schedule(send(1));
        inside.schedule(send(2));
    }));
    assert_eq!(results.iter().take(4).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(scheduler.now() >= Duration::from_millis(40));
}

type Handler = Box<dyn Fn(Box<dyn Any + Send>) + Send + Sync>;

fn erase(scheduler: impl Scheduler + 'static) -> Box<dyn Scheduler> {
    Box::new(scheduler)
}

#[rstest]
#[case::thread(|handler| erase(thread().with_panic_handler(handler)))]
#[case::pool(|handler| erase(pool(1).with_panic_handler(handler)))]
#[case::immediate(|handler| erase(ImmediateScheduler::new().with_panic_handler(handler)))]
#[cfg_attr(feature = "tokio", case::tokio(|handler| {
    erase(tokio_runtime::scheduler().with_panic_handler(handler))
}))]
#[cfg_attr(feature = "tokio", case::tokio_blocking(|handler| {
    erase(tokio_runtime::blocking().with_panic_handler(handler))
}))]
fn a_panic_goes_to_the_handler_and_no_further(#[case] make: fn(Handler) -> Box<dyn Scheduler>) {
    let (sender, panics) = mpsc::channel();
    let scheduler = make(Box::new(move |panic| {
        sender.send(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap();
        panic!("handler");
    }));
    let worker = scheduler.worker();
    worker.schedule(Box::new(|| panic!("first")));
    worker.schedule(Box::new(|| panic!("second")));
    assert_eq!(panics.recv().unwrap().as_deref(), Some("first"));
    assert_eq!(panics.recv().unwrap().as_deref(), Some("second"));
    let (sender, done) = mpsc::channel();
    worker.schedule(Box::new(move || sender.send(()).unwrap()));
    done.recv().unwrap();
}

#[rstest]
#[case::thread(thread())]
#[case::pool(pool(2))]
#[case::deterministic(DeterministicScheduler::new(1))]
fn a_delay_past_the_end_of_time_is_no_error(#[case] scheduler: impl Scheduler) {
    let worker = scheduler.worker();
    let alive = Arc::new(());
    let never = Arc::clone(&alive);
    worker.schedule_after(Duration::MAX, Box::new(move || unreachable!("{never:?}")));
    assert_eq!(Arc::strong_count(&alive), 2);
    drop(scheduler);
    assert_eq!(Arc::strong_count(&alive), 1);
}

// ===== dropping one that has threads of its own =====

#[rstest]
#[case::thread(thread())]
#[case::pool_of_one(pool(1))]
#[case::pool(pool(3))]
fn dropping_it_waits_for_what_runs_and_drops_the_rest(#[case] scheduler: impl Scheduler + 'static) {
    let worker = scheduler.worker();
    let alive = Arc::new(());
    let keep = |alive: &Arc<()>| {
        let alive = Arc::clone(alive);
        Box::new(move || unreachable!("{alive:?}"))
    };
    let (started, has_started) = mpsc::channel();
    let (finish, may_finish) = mpsc::channel::<()>();
    let running = Arc::clone(&alive);
    worker.schedule(Box::new(move || {
        started.send(()).unwrap();
        may_finish.recv().unwrap();
        drop(running);
    }));
    has_started.recv().unwrap();
    worker.schedule(keep(&alive));
    worker.schedule_after(Duration::from_secs(3600), keep(&alive));
    assert_eq!(Arc::strong_count(&alive), 4);
    let dropping = std::thread::spawn(move || drop(scheduler));
    while Arc::strong_count(&alive) > 3 {
        std::thread::yield_now(); // until the late one has been dropped: it has been told to stop
    }
    finish.send(()).unwrap();
    dropping.join().unwrap();
    assert_eq!(Arc::strong_count(&alive), 1);
    worker.schedule(keep(&alive));
    worker.schedule_after(Duration::ZERO, keep(&alive));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[rstest]
#[case::thread(thread())]
#[case::pool(pool(2))]
fn it_may_be_dropped_by_its_own_task(#[case] scheduler: impl Scheduler + 'static) {
    let scheduler = Arc::new(scheduler);
    let worker = scheduler.worker();
    let (sender, done) = mpsc::channel();
    let (gate, may_run) = mpsc::channel::<()>();
    let own = Arc::clone(&scheduler);
    worker.schedule(Box::new(move || {
        may_run.recv().unwrap();
        drop(own); // the last one
        sender.send(()).unwrap();
    }));
    drop(scheduler);
    gate.send(()).unwrap();
    done.recv().unwrap();
}

// ===== the pool =====

#[test]
fn a_worker_of_a_pool_does_not_starve_another() {
    let pool = pool(1);
    let busy: Arc<dyn Worker> = Arc::from(pool.worker());
    let (other, runs) = (pool.worker(), Arc::new(AtomicUsize::new(0)));
    let (sender, done) = mpsc::channel();
    let (counted, other_ran) = (Arc::clone(&runs), Arc::new(AtomicBool::new(false)));
    again(&busy, counted, Arc::clone(&other_ran), sender.clone());
    other.schedule(Box::new(move || {
        other_ran.store(true, Ordering::Release);
        sender.send(true).unwrap();
    }));
    assert!(done.recv().unwrap(), "the other worker waited for {runs:?} tasks");
}

/// Schedules itself anew until the other worker has had its turn, or has been passed over for long.
fn again(
    worker: &Arc<dyn Worker>,
    runs: Arc<AtomicUsize>,
    other_ran: Arc<AtomicBool>,
    gave_up: mpsc::Sender<bool>,
) {
    let next = Arc::clone(worker);
    worker.schedule(Box::new(move || {
        if other_ran.load(Ordering::Acquire) {
            return;
        }
        if runs.fetch_add(1, Ordering::AcqRel) > 1_000_000 {
            gave_up.send(false).unwrap();
            return;
        }
        again(&next, runs, other_ran, gave_up);
    }));
}

#[test]
fn workers_of_a_pool_run_at_the_same_time() {
    let pool = pool(2);
    let (first, second) = (pool.worker(), pool.worker());
    let (ping, is_pinged) = mpsc::channel();
    let (pong, is_ponged) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    first.schedule(Box::new(move || {
        ping.send(()).unwrap();
        is_ponged.recv().unwrap();
        done.send(()).unwrap();
    }));
    second.schedule(Box::new(move || {
        is_pinged.recv().unwrap();
        pong.send(()).unwrap();
    }));
    is_done.recv().unwrap();
}

#[test]
fn a_late_task_does_not_wait_for_a_busy_thread_of_the_pool() {
    let pool = pool(2);
    let (first, second) = (pool.worker(), pool.worker());
    let (ping, is_pinged) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    first.schedule_after(
        Duration::from_millis(1),
        Box::new(move || {
            is_pinged.recv().unwrap();
            done.send(()).unwrap();
        }),
    );
    second.schedule_after(Duration::from_millis(2), Box::new(move || ping.send(()).unwrap()));
    is_done.recv().unwrap();
}

// ===== the one that runs at once =====

#[test]
fn what_a_task_schedules_runs_after_it_and_before_schedule_returns() {
    let scheduler = ImmediateScheduler::new();
    let worker: Arc<dyn Worker> = Arc::from(scheduler.worker());
    let log = Arc::default();
    let (inside, last) = (Arc::clone(&worker), write(&log, 2));
    let first = write(&log, 1);
    worker.schedule(Box::new(move || {
        inside.schedule(last);
        first();
    }));
    assert_eq!(*log.lock().unwrap(), [1, 2]);
}

#[test]
fn tasks_that_schedule_tasks_do_not_recurse() {
    fn count_down(worker: &Arc<dyn Worker>, n: u32, done: mpsc::Sender<()>) {
        let next = Arc::clone(worker);
        worker.schedule(Box::new(move || match n {
            0 => done.send(()).unwrap(),
            _ => count_down(&next, n - 1, done),
        }));
    }
    on_small_stack(|| {
        let (sender, done) = mpsc::channel();
        count_down(&Arc::from(ImmediateScheduler::new().worker()), 100_000, sender);
        done.try_recv().unwrap();
    });
}

// ===== a runtime that shuts down =====

#[cfg(feature = "tokio")]
#[rstest]
#[case(reactive_streams_operators::scheduler::TokioScheduler::new)]
#[case(reactive_streams_operators::scheduler::TokioScheduler::blocking)]
fn a_runtime_that_has_shut_down_drops_tasks(
    #[case] make: fn(
        tokio::runtime::Handle,
    ) -> reactive_streams_operators::scheduler::TokioScheduler,
) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worker = make(runtime.handle().clone()).worker();
    let alive = Arc::new(());
    let keep = |alive: &Arc<()>| {
        let alive = Arc::clone(alive);
        Box::new(move || unreachable!("{alive:?}"))
    };
    worker.schedule_after(Duration::from_secs(3600), keep(&alive));
    drop(runtime);
    assert_eq!(Arc::strong_count(&alive), 1);
    worker.schedule(keep(&alive));
    worker.schedule_after(Duration::ZERO, keep(&alive));
    assert_eq!(Arc::strong_count(&alive), 1);
}
