//! A full buffer: who brings elements, who requests them and who cancels, all at once, and the account of each
//! element.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::operator::{
    BufferOverflow, Overflow, OverflowPolicy, OverflowRule, Overflowed, Reason,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{Scheduler, Task, Worker};
use reactive_streams_operators::{BoxPublisher, channel, empty};

use super::support::{Emitter, explore, requesting, subscribe, thread};

const SECOND: Duration = Duration::from_secs(1);

/// A number that knows where it has been. Not the explorer's: it is looked at in the end.
#[derive(Clone)]
struct Element(u32, #[expect(dead_code, reason = "it is alive as long as this is")] Arc<()>);

enum Failed {
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

type Numbers = BoxPublisher<Element, Failed>;

/// What has become of elements.
#[derive(Clone, Default)]
struct Account {
    out: Arc<Mutex<Vec<u32>>>,
    left_out: Arc<Mutex<Vec<u32>>>,
    alive: Arc<Mutex<Vec<Weak<()>>>>,
}

impl Account {
    /// As many numbers, from a thread that does not wait for demand.
    fn numbers(&self, emitter: &Emitter, count: u32) -> Numbers {
        let alive = Arc::clone(&self.alive);
        let element = move |n| {
            let token = Arc::new(());
            alive.lock().unwrap().push(Arc::downgrade(&token));
            Element(n, token)
        };
        emitter.count(count).map(element).fallible().boxed()
    }

    fn observe<R>(&self, numbers: Numbers, policy: OverflowPolicy<R>) -> Numbers
    where
        R: OverflowRule<Element, Failed>,
    {
        let account = self.clone();
        let observe = move |it: Overflowed<Element>| account.leave_out(it.element);
        numbers.on_overflow(NonZeroUsize::MIN, policy.observe(observe)).boxed()
    }

    fn leave_out(&self, element: Element) {
        self.left_out.lock().unwrap().push(element.0);
    }

    /// The other side: what goes out, and what comes back with an error.
    fn watch(&self, numbers: Numbers) -> impl Publisher<Item = Element, Error = Infallible> {
        let (account, out) = (self.clone(), Arc::clone(&self.out));
        let numbers = numbers.inspect(move |element| out.lock().unwrap().push(element.0));
        numbers.on_error_resume(move |failed| {
            if let Failed::Refused(overflowed) = failed {
                account.leave_out(overflowed.element);
            }
            empty()
        })
    }

    fn all(&self) -> Vec<u32> {
        let (out, left_out) = (self.out.lock().unwrap(), self.left_out.lock().unwrap());
        assert!(out.is_sorted_by(|a, b| a < b), "in order");
        let mut all = [out.as_slice(), left_out.as_slice()].concat();
        all.sort_unstable();
        assert!(all.is_sorted_by(|a, b| a < b), "each has gone one way");
        all
    }

    fn assert_nothing_stays(&self) {
        let alive = self.alive.lock().unwrap();
        assert!(alive.iter().all(|element| element.strong_count() == 0), "some stay");
    }
}

type Policy = fn(&Account, Numbers, &Emitter) -> Numbers;

/// So many elements for one place, while one is requested, and then the rest: each is accounted for. Where a
/// policy fails the stream, the element that does so is the last.
fn account(count: u32, fails: bool, policy: Policy) {
    explore(move || {
        let (emitter, account) = (Emitter::default(), Account::default());
        let buffered = policy(&account, account.numbers(&emitter, count), &emitter);
        let (seen, subscription) = subscribe(account.watch(buffered));
        let other = requesting(&subscription, 1);
        emitter.join();
        other.join().unwrap();
        subscription.request(Demand::of(u64::from(count)));
        assert!(account.all().into_iter().eq(0..count));
        assert!(fails || emitter.cancelled() == 0);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
        account.assert_nothing_stays();
    });
}

/// The same, and somebody cancels.
fn cancelled(policy: Policy) {
    explore(move || {
        let (emitter, account) = (Emitter::default(), Account::default());
        let buffered = policy(&account, account.numbers(&emitter, 2), &emitter);
        let (seen, subscription) = subscribe(account.watch(buffered));
        let other = requesting(&subscription, 1);
        subscription.cancel();
        emitter.join();
        other.join().unwrap();
        assert!(account.all().len() <= 2);
        assert!(emitter.cancelled() <= 1 && seen.completed() <= 1);
        assert_eq!(seen.dropped(), 1);
        account.assert_nothing_stays();
    });
}

fn block_for(_: &Account, numbers: Numbers, timer: &Emitter) -> Numbers {
    numbers.on_overflow(NonZeroUsize::MIN, Overflow::block_for(SECOND, timer)).boxed()
}

fn reject(_: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    numbers.on_overflow(NonZeroUsize::MIN, Overflow::reject()).boxed()
}

fn fail(account: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::fail())
}

fn drop_newest(account: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::drop_newest())
}

fn drop_oldest(account: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::drop_oldest())
}

fn keep_latest(account: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::keep_latest())
}

fn drop_least(account: &Account, numbers: Numbers, _: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::drop_least(|element: &Element| -i64::from(element.0)))
}

fn drop_older_than(account: &Account, numbers: Numbers, clock: &Emitter) -> Numbers {
    account.observe(numbers, Overflow::drop_older_than(SECOND, clock))
}

mod policies {
    use super::account;

    #[test]
    fn block_for() {
        account(2, true, super::block_for);
    }

    #[test]
    fn reject() {
        account(2, true, super::reject);
    }

    #[test]
    fn fail() {
        account(2, true, super::fail);
    }

    #[test]
    fn drop_newest() {
        account(3, false, super::drop_newest);
    }

    #[test]
    fn drop_oldest() {
        account(3, false, super::drop_oldest);
    }

    #[test]
    fn keep_latest() {
        account(3, false, super::keep_latest);
    }

    #[test]
    fn drop_least() {
        account(3, false, super::drop_least);
    }

    #[test]
    fn drop_older_than() {
        account(3, false, super::drop_older_than);
    }
}

/// One of each kind: that waits, that fails, that leaves out what comes, what waits, and what is requested.
mod cancel {
    use super::cancelled;

    #[test]
    fn block_for() {
        cancelled(super::block_for);
    }

    #[test]
    fn reject() {
        cancelled(super::reject);
    }

    #[test]
    fn drop_newest() {
        cancelled(super::drop_newest);
    }

    #[test]
    fn keep_latest() {
        cancelled(super::keep_latest);
    }

    #[test]
    fn drop_older_than() {
        cancelled(super::drop_older_than);
    }
}

/// Also those that may not wait any longer: either there is room, or the element comes back.
#[test]
fn a_deadline_that_is_over_gives_the_element_back_once() {
    explore(|| {
        let (emitter, account) = (Emitter::default(), Account::default());
        let numbers = account.numbers(&emitter, 2);
        let timed_out = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&timed_out);
        let buffered = block_for(&account, numbers, &emitter).map_err(move |failed| {
            if let Failed::Refused(Overflowed { reason: Reason::TimedOut, element }) = &failed {
                assert_eq!(element.0, 1);
                *counter.lock().unwrap() += 1;
            }
            failed
        });
        let (seen, subscription) = subscribe(account.watch(buffered.boxed()));
        subscription.request(Demand::ONE);
        emitter.join(); // the second has been taken in, or the time is over
        subscription.request(Demand::ONE);
        assert_eq!(account.all(), [0, 1]);
        assert_eq!(account.out.lock().unwrap().len() + *timed_out.lock().unwrap(), 2);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
        account.assert_nothing_stays();
    });
}

/// A clock that stands still: no deadline is ever over.
#[derive(Clone, Default)]
struct Still(Arc<Mutex<Vec<Task>>>);

impl Scheduler for Still {
    fn worker(&self) -> Box<dyn Worker> {
        Box::new(self.clone())
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl Worker for Still {
    fn schedule(&self, task: Task) {
        self.0.lock().unwrap().push(task);
    }

    fn schedule_after(&self, _: Duration, task: Task) {
        self.schedule(task);
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

/// Who waits for room is freed by those who take elements.
#[test]
fn demand_frees_who_waits_for_room() {
    explore(|| {
        let (emitter, account, clock) = (Emitter::default(), Account::default(), Still::default());
        let policy = Overflow::block_for(SECOND, &clock);
        let numbers = account.numbers(&emitter, 2).on_overflow(NonZeroUsize::MIN, policy);
        let (seen, subscription) = subscribe(account.watch(numbers.boxed()));
        subscription.request(Demand::of(2));
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
    });
}

/// And by those who do not want any more.
#[test]
fn cancel_frees_who_waits_for_room() {
    explore(|| {
        let (emitter, account, clock) = (Emitter::default(), Account::default(), Still::default());
        let policy = Overflow::block_for(SECOND, &clock);
        let numbers = account.numbers(&emitter, 2).on_overflow(NonZeroUsize::MIN, policy);
        let (seen, subscription) = subscribe(account.watch(numbers.boxed()));
        subscription.cancel();
        emitter.join();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (0, 0, 1));
        account.assert_nothing_stays();
    });
}

#[test]
fn what_waits_and_its_demand_find_each_other() {
    explore(|| {
        let (sender, numbers) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let buffered = numbers.on_overflow(NonZeroUsize::MIN, Overflow::drop_newest());
        let (seen, subscription) = subscribe(buffered);
        let other = thread::spawn(move || sender.try_send(0).map(|()| sender).unwrap());
        subscription.request(Demand::ONE);
        let sender = other.join().unwrap(); // the end would be another reason to look
        assert_eq!((seen.elements(), seen.completed()), (1, 0));
        drop(sender);
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

/// There the upstream waits for demand.
#[test]
fn hold_loses_nothing() {
    explore(|| {
        let emitter = Emitter::default();
        let numbers = emitter.count(1).on_overflow(NonZeroUsize::MIN, Overflow::hold());
        let (seen, subscription) = subscribe(numbers);
        let other = requesting(&subscription, 1);
        emitter.join();
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}
