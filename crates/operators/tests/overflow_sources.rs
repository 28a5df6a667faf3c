//! The policies of `on_overflow` behind what cannot be slowed down: `create`, sinks, channels, clocks. What comes
//! goes into its buffer at once, and no other queue holds any of it.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::convert::Infallible;
use std::fmt::Debug;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::{DropCounter, Overflow, Rate, Reason};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, ThreadScheduler};
use reactive_streams_operators::sinks::EmitError;
use reactive_streams_operators::{Emitter, Sinks, channel, create, interval};
use reactive_streams_test::{LeakCheck, TestSubscriber, Tracked};
use rstest::rstest;
use support::capacity;

const SECOND: Duration = Duration::from_secs(1);

type Subscriber<T = u32> = TestSubscriber<T, Infallible>;

/// Room for two behind the source, whose own queue has room for eight, and stays empty.
fn buffered<T: Debug + Send + 'static>(
    source: impl Publisher<Item = T, Error = Infallible>,
) -> (Subscriber<T>, DropCounter) {
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    let subscriber = Subscriber::with_initial_demand(1);
    source.on_overflow(capacity(2), policy).subscribe(subscriber.subscriber());
    (subscriber, dropped)
}

/// Of elements 0 to 9, one is requested, two wait, and the others were left out: none is anywhere else.
fn assert_accounted(
    leaks: &LeakCheck,
    (subscriber, dropped): &(Subscriber<Tracked<u32>>, DropCounter),
) {
    assert_eq!(subscriber.take_values().iter().map(|n| **n).collect::<Vec<_>>(), [0]);
    assert_eq!((dropped.by(Reason::Oldest), dropped.total()), (7, 7));
    assert_eq!(leaks.alive(), 2);
    subscriber.request(9);
    assert_eq!(subscriber.take_values().iter().map(|n| **n).collect::<Vec<_>>(), [8, 9]);
    leaks.assert_no_leaks();
}

#[test]
fn create_is_refused_nothing() {
    let leaks = LeakCheck::new();
    let hand = Arc::new(Mutex::new(None));
    let there = Arc::clone(&hand);
    let source = create(capacity(8), move |emitter: Emitter<Tracked<u32>, Infallible>| {
        there.lock().unwrap().replace(emitter);
    });
    let ends = buffered(source);
    let emitter = hand.lock().unwrap().take().unwrap();
    (0..10).for_each(|n| emitter.next(leaks.track(n)).unwrap());
    assert_accounted(&leaks, &ends);
    emitter.complete().unwrap();
    ends.0.assert_complete();
    assert_eq!(emitter.next(leaks.track(10)).unwrap_err().into_inner().abs_diff(0), 10);
}

#[test]
fn the_emitter_learns_that_a_policy_has_failed_the_stream() {
    let hand = Arc::new(Mutex::new(None));
    let there = Arc::clone(&hand);
    let source = create(capacity(8), move |emitter: Emitter<u32, Infallible>| {
        there.lock().unwrap().replace(emitter);
    });
    let subscriber = TestSubscriber::with_initial_demand(0);
    let failing =
        source.map_err(|never| match never {}).on_overflow(capacity(2), Overflow::reject());
    failing
        .map_err(|overflowed: reactive_streams_operators::operator::Overflowed<u32>| {
            (overflowed.reason, overflowed.element)
        })
        .subscribe(subscriber.subscriber());
    let emitter = hand.lock().unwrap().take().unwrap();
    (0..3).for_each(|n| emitter.next(n).unwrap());
    assert_eq!(emitter.next(3), Err(EmitError::Cancelled(3)));
    assert!(emitter.is_cancelled());
    subscriber.request(2);
    subscriber.assert_values([0, 1]).assert_error((Reason::Full, 2));
}

#[test]
fn sinks_are_refused_nothing() {
    let leaks = LeakCheck::new();
    let (sink, numbers) = Sinks::many().unicast(capacity(8));
    let ends = buffered(numbers);
    (0..10).for_each(|n| sink.try_emit_next(leaks.track(n)).unwrap());
    assert_accounted(&leaks, &ends);

    let (sink, numbers) = Sinks::many().multicast().on_backpressure_buffer(capacity(8));
    let ends = buffered(numbers);
    (0..10).for_each(|n| sink.try_emit_next(leaks.track(n)).unwrap());
    assert_accounted(&leaks, &ends);

    let (sink, numbers) = Sinks::many().multicast().direct_all_or_nothing();
    let ends = buffered(numbers);
    (0..10).for_each(|n| sink.try_emit_next(leaks.track(n)).unwrap());
    assert_accounted(&leaks, &ends);
}

/// Each subscriber has a buffer of its own: who is slow keeps nobody else waiting, and nothing back.
#[test]
fn a_slow_subscriber_of_a_sink_loses_only_its_own() {
    let (sink, numbers) = Sinks::many().multicast().on_backpressure_buffer(capacity(1));
    let fast = Subscriber::new();
    numbers.clone().subscribe(fast.subscriber());
    let (slow, dropped) = buffered(numbers);
    (0..10).for_each(|n| sink.try_emit_next(n).unwrap());
    fast.assert_values(0..10);
    slow.request(9);
    slow.assert_values([0, 8, 9]);
    assert_eq!(dropped.total(), 7);
}

/// It keeps the last elements for those who come late, besides: they are clones.
#[test]
fn a_sink_that_replays_is_refused_nothing() {
    let (sink, numbers) = Sinks::many().replay(capacity(8));
    let (subscriber, dropped) = buffered(numbers.clone());
    (0..10).for_each(|n| sink.try_emit_next(n).unwrap());
    subscriber.request(9);
    subscriber.assert_values([0, 8, 9]);
    assert_eq!(dropped.total(), 7);
    let (late, dropped) = buffered(numbers);
    late.request(9);
    late.assert_values([2, 8, 9]);
    assert_eq!(dropped.total(), 5);
}

#[test]
fn a_channel_is_never_full() {
    let leaks = LeakCheck::new();
    let (sender, numbers) = channel(capacity(1));
    let ends = buffered(numbers);
    let senders = [sender.clone(), sender];
    (0..10).for_each(|n| senders[n as usize % 2].try_send(leaks.track(n)).unwrap());
    assert_accounted(&leaks, &ends);
    drop(senders);
    ends.0.assert_complete();
}

/// Those who send while another one delivers wait for their turn in the queue of the channel.
#[rstest]
fn several_senders_at_once_are_accounted_for(#[values(1, 8)] size: usize) {
    const EACH: u32 = 2_000;
    let leaks = Arc::new(LeakCheck::new());
    let (sender, numbers) = channel::<Tracked<u32>, Infallible>(capacity(size));
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    let subscriber = Subscriber::with_initial_demand(0);
    numbers.on_overflow(capacity(8), policy).subscribe(subscriber.subscriber());
    let send = |sender: reactive_streams_operators::Sender<_, _>, leaks: Arc<LeakCheck>| {
        (0..EACH).for_each(|n| sender.send_blocking(leaks.track(n)).unwrap());
    };
    let mut out = 0;
    thread::scope(|scope| {
        for sender in [sender.clone(), sender.clone(), sender] {
            let leaks = Arc::clone(&leaks);
            scope.spawn(move || send(sender, leaks));
        }
        while !subscriber.is_dropped() {
            subscriber.request(3);
            out += subscriber.take_values().len() as u64;
            thread::yield_now();
        }
    });
    out += subscriber.take_values().len() as u64;
    subscriber.assert_complete();
    assert_eq!(out + dropped.total(), u64::from(3 * EACH));
    leaks.assert_no_leaks();
}

/// An interval joins ticks that nobody has asked for; behind it, each is there, and a policy says which stay.
#[test]
fn ticks_come_one_by_one() {
    let clock = DeterministicScheduler::new(1);
    let (subscriber, dropped) = buffered(interval(SECOND, &clock));
    for _ in 0..10 {
        clock.advance(SECOND);
    }
    subscriber.request(9);
    subscriber.assert_values([0, 8, 9]);
    assert_eq!(dropped.by(Reason::Oldest), 7);
    subscriber.cancel();
}

/// Those that drop by time do so before, by themselves: what they give is what the policy sees.
#[rstest]
#[case::debounce(0)]
#[case::sample(1)]
#[case::throttle(2)]
fn what_is_driven_by_time_comes_at_its_time(#[case] operator: u8) {
    let clock = DeterministicScheduler::new(1);
    let (sink, numbers) = Sinks::many().unicast::<u64, Infallible>(capacity(8));
    let (subscriber, dropped) = match operator {
        0 => buffered(numbers.debounce(SECOND / 2, &clock)),
        1 => buffered(numbers.sample(SECOND, &clock)),
        _ => buffered(numbers.throttle(Rate::new(NonZeroU32::MIN, SECOND), &clock)),
    };
    for n in 0..10 {
        sink.try_emit_next(n).unwrap();
        clock.advance(SECOND);
    }
    subscriber.request(9);
    subscriber.assert_values([0, 8, 9]);
    assert_eq!(dropped.by(Reason::Oldest), 7);
    subscriber.cancel();
}

/// While one thread is in the subscriber, others find the queue of `create`; what does not fit there comes back.
#[test]
fn who_emits_while_another_delivers_waits_in_the_queue_of_create() {
    let hand = Arc::new(Mutex::new(None));
    let there = Arc::clone(&hand);
    let source = create(capacity(1), move |emitter: Emitter<u32, Infallible>| {
        there.lock().unwrap().replace(emitter);
    });
    let again = Arc::clone(&hand);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let refused = Arc::clone(&seen);
    let subscriber = Subscriber::with_initial_demand(9).on_next(move |n, _| {
        if *n == 0 {
            let emitter: Emitter<u32, Infallible> = again.lock().unwrap().clone().unwrap();
            refused.lock().unwrap().extend([emitter.next(1), emitter.next(2)]);
        }
    });
    source.on_overflow(capacity(8), Overflow::drop_newest()).subscribe(subscriber.subscriber());
    let emitter = hand.lock().unwrap().clone().unwrap();
    emitter.next(0).unwrap();
    subscriber.assert_values([0, 1]);
    assert_eq!(*seen.lock().unwrap(), [Ok(()), Err(EmitError::Overflow(2))]);
    subscriber.cancel();
}

/// A scheduler of its own frees whoever emits from the subscriber: then nothing comes back.
#[test]
fn behind_a_hop_whoever_emits_is_free() {
    let consumer = ThreadScheduler::new("consumer");
    let (sink, numbers) = Sinks::many().unicast::<u32, Infallible>(capacity(1));
    let policy = Overflow::drop_newest();
    let dropped = policy.dropped();
    let slow = numbers.on_overflow(capacity(8), policy).publish_on(&consumer, capacity(1));
    let count = slow.inspect(|_| thread::yield_now()).count().start();
    (0..1_000).for_each(|n| sink.try_emit_next(n).unwrap());
    drop(sink);
    assert_eq!(count.block().unwrap() + dropped.total(), 1_000);
}
