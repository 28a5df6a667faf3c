//! The account of every overflow policy: what has come in has gone out, was left out for a reason, went with the
//! error, or waits. What waits is what is still alive, and is counted by that.
#![allow(clippy::unwrap_used)] // also in helpers

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::{
    BufferOverflow, Overflow, OverflowPolicy, OverflowRule, Overflowed, Reason,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{
    DeterministicScheduler, ImmediateScheduler, Scheduler, ThreadScheduler,
};
use reactive_streams_operators::{BoxPublisher, channel, error, range};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};
use rstest::rstest;

const SECOND: Duration = Duration::from_secs(1);
const SIXTY_FOUR: NonZeroUsize = NonZeroUsize::new(64).unwrap();
const MINUTE: Duration = Duration::from_secs(60);

type Element = Tracked<u32>;

#[derive(Debug)]
enum Failed {
    Upstream,
    Full,
    Refused(Overflowed<Element>),
}

impl From<BufferOverflow> for Failed {
    fn from(_: BufferOverflow) -> Self {
        Self::Full
    }
}

impl From<Overflowed<Element>> for Failed {
    fn from(overflowed: Overflowed<Element>) -> Self {
        Self::Refused(overflowed)
    }
}

/// How a stream has failed, without the element.
#[derive(Debug, PartialEq)]
enum Why {
    Upstream,
    Policy,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Policy {
    Hold,
    BlockFor,
    Reject,
    Fail,
    DropNewest,
    DropOldest,
    KeepLatest,
    DropLeast,
    DropOlderThan,
}

const POLICIES: [Policy; 9] = [
    Policy::Hold,
    Policy::BlockFor,
    Policy::Reject,
    Policy::Fail,
    Policy::DropNewest,
    Policy::DropOldest,
    Policy::KeepLatest,
    Policy::DropLeast,
    Policy::DropOlderThan,
];

impl Policy {
    /// The reasons for which it leaves elements out.
    fn reasons(self) -> &'static [Reason] {
        match self {
            Self::Hold => &[],
            Self::BlockFor => &[Reason::TimedOut],
            Self::Reject | Self::Fail | Self::DropNewest => &[Reason::Full],
            Self::DropOldest => &[Reason::Oldest],
            Self::KeepLatest => &[Reason::Superseded],
            Self::DropLeast => &[Reason::LeastImportant],
            Self::DropOlderThan => &[Reason::Oldest, Reason::TooOld],
        }
    }

    /// Whether a full buffer ends the stream.
    fn fails(self) -> bool {
        matches!(self, Self::BlockFor | Self::Reject | Self::Fail)
    }
}

/// What has become of elements, as far as one can see from outside.
#[derive(Clone, Default)]
struct Account {
    came: Arc<AtomicU64>,
    left_out: Arc<Mutex<Vec<(Reason, u32)>>>,
    /// The observer panics when it is told of this one.
    bomb: Arc<Mutex<Option<u32>>>,
}

impl Account {
    fn came(&self) -> u64 {
        self.came.load(Ordering::Relaxed)
    }

    /// How many were left out, or went with the error.
    fn left_out(&self) -> u64 {
        self.left_out.lock().unwrap().len() as u64
    }

    fn leave_out(&self, reason: Reason, element: &Element) {
        self.left_out.lock().unwrap().push((reason, **element));
        let bomb = *self.bomb.lock().unwrap();
        assert_ne!(bomb, Some(**element), "bomb");
    }

    fn observe<P, R>(
        &self,
        numbers: P,
        capacity: NonZeroUsize,
        policy: OverflowPolicy<R>,
    ) -> BoxPublisher<Element, Failed>
    where
        P: Publisher<Item = Element, Error = Failed>,
        R: OverflowRule<Element, Failed>,
    {
        let account = self.clone();
        let observe = move |Overflowed { reason, element }| account.leave_out(reason, &element);
        numbers.on_overflow(capacity, policy.observe(observe)).boxed()
    }

    /// The numbers behind a buffer; the account is kept on both sides of it.
    fn keep(
        &self,
        policy: Policy,
        numbers: impl Publisher<Item = Element, Error = Failed>,
        capacity: NonZeroUsize,
        clock: &dyn Scheduler,
        patience: Duration,
    ) -> impl Publisher<Item = Element, Error = Why> {
        let came = Arc::clone(&self.came);
        let numbers = numbers.inspect(move |_| {
            came.fetch_add(1, Ordering::Relaxed);
        });
        let buffered = match policy {
            Policy::Hold => numbers.on_overflow(capacity, Overflow::hold()).boxed(),
            Policy::BlockFor => {
                numbers.on_overflow(capacity, Overflow::block_for(patience, clock)).boxed()
            }
            Policy::Reject => numbers.on_overflow(capacity, Overflow::reject()).boxed(),
            Policy::Fail => self.observe(numbers, capacity, Overflow::fail()),
            Policy::DropNewest => self.observe(numbers, capacity, Overflow::drop_newest()),
            Policy::DropOldest => self.observe(numbers, capacity, Overflow::drop_oldest()),
            Policy::KeepLatest => self.observe(numbers, capacity, Overflow::keep_latest()),
            Policy::DropLeast => {
                let importance = |n: &Element| i64::from(**n * 7 % 5);
                self.observe(numbers, capacity, Overflow::drop_least(importance))
            }
            Policy::DropOlderThan => {
                self.observe(numbers, capacity, Overflow::drop_older_than(SECOND, clock))
            }
        };
        let account = self.clone();
        buffered.map_err(move |failed| match failed {
            Failed::Upstream => Why::Upstream,
            Failed::Full => Why::Policy,
            Failed::Refused(Overflowed { reason, element }) => {
                account.leave_out(reason, &element);
                Why::Policy
            }
        })
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// So many come, one by one.
    Come(u32),
    /// So many come as a burst.
    Burst(u32),
    Request(u64),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..6u32).prop_map(Step::Come),
        (1..9u32).prop_map(Step::Burst),
        (1..4u64).prop_map(Step::Request),
        (0..1500u64).prop_map(Step::Wait),
    ]
}

#[derive(Clone, Copy, Debug)]
enum End {
    Complete,
    Error,
    Cancel,
    /// The subscriber panics.
    Panic,
    /// The observer panics, if there is one and it is told of anything.
    PanicOfObserver,
}

const ENDS: [End; 5] = [End::Complete, End::Error, End::Cancel, End::Panic, End::PanicOfObserver];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn in_is_out_and_left_out_and_held(
        policy in prop::sample::select(&POLICIES[..]),
        end in prop::sample::select(&ENDS[..]),
        capacity in 1..10usize,
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let capacity = NonZeroUsize::new(capacity).unwrap();
        let (leaks, account) = (LeakCheck::new(), Account::default());
        let clock = DeterministicScheduler::new(1);
        // The time is over at once: otherwise it would wait for the thread that it blocks.
        let timer = ImmediateScheduler::new();
        let timer: &dyn Scheduler = if policy == Policy::BlockFor { &timer } else { &clock };
        let (sender, upstream) = channel::<Element, Failed>(SIXTY_FOUR);
        // A queue makes bursts of what has come since it was looked at.
        let bursts = upstream.publish_on(&clock, SIXTY_FOUR);
        let defused = Arc::new(AtomicU64::new(1));
        let fuse = Arc::clone(&defused);
        let subscriber = TestSubscriber::with_initial_demand(0).on_next(move |_, _| {
            assert_eq!(fuse.load(Ordering::Relaxed), 1, "bomb");
        });
        // Whose observer has panicked is abandoned.
        let abandoned = matches!(end, End::PanicOfObserver);
        let subscriber = if abandoned { subscriber.tolerating("1.4") } else { subscriber };
        let numbers = account.keep(policy, bursts, capacity, timer, Duration::ZERO);
        numbers.subscribe(subscriber.subscriber());

        let (mut sent, mut requested, mut out) = (0, 0, Vec::new());
        let mut send = |count: u32| {
            for _ in 0..count {
                sent += u32::from(sender.try_send(leaks.track(sent)).is_ok());
            }
        };
        for step in steps {
            match step {
                Step::Come(count) => (0..count).for_each(|_| {
                    send(1);
                    clock.run_until_idle();
                }),
                Step::Burst(count) => {
                    clock.run_until_idle();
                    send(count);
                    clock.run_until_idle();
                }
                Step::Request(demand) => {
                    if !subscriber.is_dropped() {
                        subscriber.request(demand);
                    }
                    requested += demand;
                }
                Step::Wait(millis) => {
                    clock.advance(Duration::from_millis(millis));
                }
            }
            clock.run_until_idle();
            out.extend(subscriber.take_values().into_iter().map(|element| *element));
            let left = account.came() - out.len() as u64 - account.left_out();
            if subscriber.is_dropped() || policy == Policy::Hold {
                // What comes after the end is nobody's. Where the upstream is held back, more is on its way.
            } else {
                prop_assert_eq!(left, leaks.alive() as u64, "these are alive");
            }
            let in_error = u64::from(matches!(policy, Policy::BlockFor | Policy::Reject));
            prop_assert!(left <= capacity.get() as u64 + in_error, "{} are held", left);
            prop_assert!(out.len() as u64 <= requested);
            let wanted = out.len() as u64 == requested || subscriber.is_dropped();
            prop_assert!(left == 0 || wanted, "some are held that are wanted");
        }

        let over = subscriber.is_dropped();
        prop_assert!(!over || policy.fails());
        match end {
            End::Complete => {
                drop(sender);
                clock.run_until_idle();
                if !subscriber.is_dropped() {
                    subscriber.request(u64::MAX);
                }
            }
            End::Error => {
                sender.fail(Failed::Upstream);
                clock.run_until_idle();
                // If the policy has failed the stream before, that comes after what waits.
                if !subscriber.is_dropped() {
                    subscriber.request(u64::MAX);
                }
            }
            End::Cancel if !over => subscriber.cancel(),
            End::Cancel => {}
            End::Panic => {
                defused.store(0, Ordering::Relaxed);
                let panicked = catch_unwind(AssertUnwindSafe(|| {
                    if !subscriber.is_dropped() {
                        subscriber.request(u64::MAX);
                    }
                    send(1);
                    clock.run_until_idle();
                }));
                clock.run_until_idle();
                prop_assert!(panicked.is_err() || subscriber.is_dropped() || policy == Policy::DropOlderThan);
            }
            End::PanicOfObserver => {
                *account.bomb.lock().unwrap() = Some(account.came() as u32);
                let before = account.left_out();
                let panicked = catch_unwind(AssertUnwindSafe(|| {
                    send(64);
                    clock.run_until_idle();
                }));
                prop_assert!(panicked.is_ok() || account.left_out() > before);
                if !subscriber.is_dropped() {
                    subscriber.cancel();
                }
            }
        }
        clock.run_until_idle();
        out.extend(subscriber.take_values().into_iter().map(|element| *element));
        if matches!(end, End::Complete) {
            prop_assert!(subscriber.is_terminated());
            prop_assert_eq!(account.came(), out.len() as u64 + account.left_out());
        }
        // Nothing stays behind: neither an element nor a way from the source to the subscriber.
        prop_assert!(subscriber.is_dropped());
        drop(subscriber);
        clock.run_until_idle();
        leaks.assert_no_leaks();
        let left_out = account.left_out.lock().unwrap();
        prop_assert!(left_out.iter().all(|(reason, _)| policy.reasons().contains(reason)));
        // Each element has gone one way, and those that went out went in order.
        prop_assert!(out.is_sorted_by(|a, b| a < b), "in order");
        let mut all = out.clone();
        all.extend(left_out.iter().map(|(_, element)| element));
        all.sort_unstable();
        prop_assert!(all.is_sorted_by(|a, b| a < b), "once");
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Ending {
    Completes,
    Fails,
    IsCancelled,
    Panics,
}

/// The same with the two ends on threads of their own: one brings elements, the other asks for a few at a time.
#[rstest]
fn nothing_is_lost_between_threads(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8)] policy: usize,
    #[values(Ending::Completes, Ending::Fails, Ending::IsCancelled, Ending::Panics)] ending: Ending,
    #[values(1, 8)] capacity: usize,
) {
    const COUNT: u32 = 2_000;
    let policy = POLICIES[policy];
    let capacity = NonZeroUsize::new(capacity).unwrap();
    let (leaks, account) = (Arc::new(LeakCheck::new()), Account::default());
    let clock = ThreadScheduler::new("clock");
    let producer = ThreadScheduler::new("producer").with_panic_handler(drop);
    let tracker = Arc::clone(&leaks);
    let numbers = range(0..COUNT).map(move |n| tracker.track(n)).fallible();
    let end = if ending == Ending::Fails {
        error::<Element, _>(Failed::Upstream).boxed()
    } else {
        range(0..0).map(|_| unreachable!()).fallible().boxed()
    };
    let numbers = numbers.chain(end).subscribe_on(&producer);
    let patience = if ending == Ending::IsCancelled { MINUTE * 60 } else { MINUTE };
    let numbers = account.keep(policy, numbers, capacity, &clock, patience);
    let subscriber = TestSubscriber::with_initial_demand(0).on_next(move |n: &Element, _| {
        assert!(ending != Ending::Panics || **n < COUNT / 2, "bomb");
    });
    numbers.subscribe(subscriber.subscriber());

    let mut out = Vec::new();
    let mut demand = (1..4).cycle();
    while !subscriber.is_dropped() {
        let request = || subscriber.request(demand.next().unwrap());
        catch_unwind(AssertUnwindSafe(request)).ok();
        out.extend(subscriber.take_values().into_iter().map(|element| *element));
        if ending == Ending::IsCancelled && out.len() > 9 {
            subscriber.cancel();
        }
        thread::yield_now();
    }
    drop(producer); // waits until its thread is free
    drop(clock);
    out.extend(subscriber.take_values().into_iter().map(|element| *element));
    let left = account.came() - out.len() as u64 - account.left_out();
    // The error of a policy comes after what waits, unless that was cancelled before.
    let fails = policy.fails() && account.left_out() > 0 && subscriber.is_terminated();
    let completes = ending == Ending::Completes || fails;
    let late = u64::from(ending == Ending::Panics || ending == Ending::IsCancelled);
    let held = if completes { 0 } else { capacity.get() + capacity.get().div_ceil(4) } as u64;
    assert!(left <= held + late, "{left} were lost");
    assert!(out.is_sorted_by(|a, b| a < b), "in order");
    drop(subscriber);
    leaks.assert_no_leaks();
}
