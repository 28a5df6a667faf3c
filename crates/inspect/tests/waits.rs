//! Tests of waits: how long elements are in a stage, and the share of time in which it cannot go on.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_inspect::{InspectExt, Inspector, Stage, StageSnapshot, Warning};
use reactive_streams_operators::operator::{
    Overflow, OverflowObserver, OverflowPolicy, OverflowRule,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_test::{TestPublisher, TestSubscriber, VirtualTime};
use rstest::rstest;

const MS: Duration = Duration::from_millis(1);

/// Numbers, a queue, and who takes them, all in the hands of the test.
struct Queue {
    time: VirtualTime,
    inspector: Inspector,
    publisher: TestPublisher<u32, String>,
    subscriber: TestSubscriber<u32, String>,
}

impl Queue {
    fn new<R, O>(capacity: usize, policy: OverflowPolicy<R, O>, stage: Stage) -> Self
    where
        R: OverflowRule<u32, String>,
        O: OverflowObserver<u32>,
    {
        let time = VirtualTime::new(1);
        let inspector = Inspector::with_clock("queue", &time);
        let publisher = TestPublisher::new();
        let subscriber = TestSubscriber::with_initial_demand(0);
        let capacity = NonZeroUsize::new(capacity).unwrap();
        publisher
            .publisher()
            .observed(&inspector, Stage::named("numbers"))
            .on_overflow(capacity, policy)
            .observed(&inspector, stage.capacity(capacity))
            .subscribe(subscriber.subscriber());
        Self { time, inspector, publisher, subscriber }
    }

    /// One element each millisecond.
    fn put(&self, count: u32) -> &Self {
        for n in 0..count {
            self.publisher.next(n);
            self.time.advance(MS);
        }
        self
    }

    /// Takes one element each `period`.
    fn take(&self, count: u32, period: Duration) -> &Self {
        for _ in 0..count {
            self.subscriber.request(1);
            self.time.advance(period);
        }
        self
    }

    fn look(&self) -> StageSnapshot {
        self.inspector.snapshot().stage("queue").unwrap().clone()
    }
}

/// At most 6 % too long: the buckets are as wide as that.
#[track_caller]
fn assert_near(found: Duration, exact: Duration) {
    assert!(found >= exact && found <= exact.mul_f64(1.0625), "{found:?}, and not {exact:?}");
}

#[test]
fn each_element_is_timed_if_they_come_slowly() {
    let queue = Queue::new(100, Overflow::hold(), Stage::named("queue"));
    queue.put(10); // at 0, 1, … 9 ms
    assert_eq!(queue.look().oldest, Some(10 * MS));
    assert_eq!(queue.look().wait.unwrap().count, 0);
    queue.take(10, 2 * MS); // at 10, 12, … 28 ms
    let wait = queue.look().wait.unwrap();
    assert_eq!((wait.count, wait.max), (10, 19 * MS));
    assert_near(wait.p50, 14 * MS);
    assert_near(wait.p99, 19 * MS);
    assert_eq!(queue.look().oldest, None);
}

#[test]
fn waits_are_forgotten() {
    let queue = Queue::new(100, Overflow::hold(), Stage::named("queue"));
    queue.put(10).take(10, MS);
    queue.time.advance(Duration::from_secs(9));
    assert_eq!(queue.look().wait.unwrap().count, 10);
    queue.time.advance(Duration::from_secs(21));
    assert_eq!(queue.look().wait.unwrap().count, 0);
}

/// The queue holds 10, and 1 of 2 that come is taken: what stays waits for 20 ms if it leaves by the front.
#[rstest]
#[case::newest(Overflow::drop_newest(), 20 * MS)]
#[case::oldest(Overflow::drop_oldest(), 10 * MS)]
fn what_is_left_out_is_not_waited_for<R: OverflowRule<u32, String>>(
    #[case] policy: OverflowPolicy<R>,
    #[case] expected: Duration,
) {
    let stage = Stage::named("queue").drops(&policy.dropped());
    let queue = Queue::new(10, policy, stage);
    for _ in 0..500 {
        queue.put(2);
        queue.subscriber.request(1);
    }
    let wait = queue.look().wait.unwrap();
    assert!(wait.p50 >= expected - 2 * MS && wait.p50 <= expected + 3 * MS, "{wait:?}");
}

#[test]
fn a_wait_above_the_budget_is_a_warning() {
    let stage = Stage::named("queue").budget(5 * MS);
    let queue = Queue::new(100, Overflow::hold(), stage);
    queue.put(4);
    assert_eq!(queue.look().warnings, []);
    queue.put(16);
    let warned = |queue: &Queue| {
        let [Warning::OverBudget { wait, budget, capacity }] = queue.look().warnings[..] else {
            panic!("{:?}", queue.look())
        };
        (wait, budget, capacity)
    };
    // Nothing goes out, so no more than one may be let in.
    assert_eq!(warned(&queue), (20 * MS, 5 * MS, 1));
    queue.time.advance(Duration::from_secs(1));
    queue.look();
    queue.take(20, 2 * MS); // 500 in each second: two may be there, and no more
    queue.put(60).take(50, 2 * MS).put(20).take(10, 2 * MS);
    let (_, _, capacity) = warned(&queue);
    assert!((1..=3).contains(&capacity), "{capacity}");
}

/// Many at the same instant: not each of them is timed, but the queue is not forgotten.
#[test]
fn of_many_elements_some_are_timed() {
    let queue = Queue::new(100_000, Overflow::hold(), Stage::named("queue"));
    (0..50_000).for_each(|n| queue.publisher.next(n));
    queue.time.advance(30 * MS);
    assert_eq!(queue.look().oldest, Some(30 * MS));
    queue.subscriber.request(50_000);
    let wait = queue.look().wait.unwrap();
    assert!((10..1_000).contains(&wait.count), "{wait:?}");
    assert_near(wait.p50, 30 * MS);
}

#[rstest]
#[case::never(0, 0.0)]
#[case::a_quarter_of_the_time(1, 0.25)]
#[case::half_of_the_time(2, 0.5)]
#[case::most_of_the_time(3, 0.75)]
fn time_without_demand_is_blocked_time(#[case] without: u32, #[case] ratio: f64) {
    let queue = Queue::new(100, Overflow::hold(), Stage::named("queue"));
    queue.subscriber.request(1);
    queue.inspector.snapshot();
    for n in 0..400 {
        queue.time.advance((4 - without) * 10 * MS);
        queue.publisher.next(n);
        queue.time.advance(without * 10 * MS);
        queue.subscriber.request(1);
        if n % 20 == 0 {
            queue.look();
        }
    }
    let found = queue.look().blocked_ratio;
    assert!((found - ratio).abs() < 0.02, "{found}, and not {ratio}");
}

/// So fast that not each time without demand is timed.
#[test]
fn a_sample_stands_for_those_that_are_not_timed() {
    let queue = Queue::new(100, Overflow::hold(), Stage::named("queue"));
    for n in 0..50_000 {
        queue.subscriber.request(1);
        queue.time.advance(MS / 20);
        queue.publisher.next(n);
        queue.time.advance(MS / 20);
    }
    let found = queue.look().blocked_ratio;
    assert!((found - 0.5).abs() < 0.02, "{found}");
}

/// What is timed is kept in a bounded place, and the oldest stays.
#[test]
fn a_long_queue_is_timed_less_closely() {
    let queue = Queue::new(10_000, Overflow::hold(), Stage::named("queue"));
    queue.put(5_000);
    assert_eq!(queue.look().oldest, Some(5_000 * MS));
    queue.subscriber.request(5_000);
    let wait = queue.look().wait.unwrap();
    assert!((100..=256).contains(&wait.count), "{wait:?}");
    assert_eq!(wait.max, 5_000 * MS);
}

/// A snapshot notices that elements come more slowly than before.
#[test]
fn after_a_burst_each_element_is_timed_again() {
    let queue = Queue::new(10_000, Overflow::hold(), Stage::named("queue"));
    (0..5_000).for_each(|n| queue.publisher.next(n));
    queue.subscriber.request(5_000);
    queue.time.advance(10 * MS);
    let before = queue.look().wait.unwrap().count;
    for _ in 0..20 {
        queue.put(5).take(5, MS);
    }
    let timed = queue.look().wait.unwrap().count - before;
    assert!((98..=100).contains(&timed), "{timed}");
}

/// An element that is being taken for long holds up what is above it as much.
#[test]
fn time_in_which_an_element_is_taken_is_blocked_time() {
    let time = std::sync::Arc::new(VirtualTime::new(1));
    let inspector = Inspector::with_clock("slow", &*time);
    let publisher = TestPublisher::<u32, String>::new();
    let (working, looking) = (time.clone(), inspector.clone());
    let slow = publisher
        .publisher()
        .observed(&inspector, Stage::named("numbers"))
        .map(move |n| {
            working.advance(30 * MS);
            looking.snapshot();
            n
        })
        .observed(&inspector, Stage::named("slow"))
        .for_each(|_| {});
    let slow = slow.start();
    for n in 0..100 {
        publisher.next(n);
        time.advance(10 * MS);
    }
    let snapshot = inspector.snapshot();
    let ratio = |name| snapshot.stage(name).unwrap().blocked_ratio;
    assert!((ratio("numbers") - 0.75).abs() < 0.03, "{}", ratio("numbers"));
    assert!(ratio("slow") < 0.01, "{}", ratio("slow"));
    assert_eq!(snapshot.bottleneck().unwrap().name, "slow");
    drop(slow);
}
