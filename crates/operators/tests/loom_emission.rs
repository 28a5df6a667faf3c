//! All interleavings of requesting, emitting and cancelling on two or three threads.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p reactive-streams-operators --test loom_emission --release`
#![cfg(loom)]
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use loom::thread;
use reactive_streams::{Demand, Processor, Publisher, Subscriber, Subscription};
use reactive_streams_operators::{Upstream, channel, processor, range};

/// What happened to a subscriber. Not loom's atomics: the test looks when all threads have ended.
#[derive(Default)]
struct Seen {
    elements: AtomicUsize,
    completed: AtomicUsize,
    dropped: AtomicUsize,
}

struct Counter {
    seen: Arc<Seen>,
    subscription: std::sync::mpsc::Sender<Arc<dyn Subscription>>,
}

impl<E: 'static> Subscriber<u32, E> for Counter {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.subscription.send(subscription).unwrap();
    }
    fn on_next(&mut self, item: u32) {
        assert_eq!(item as usize, self.seen.elements.fetch_add(1, Ordering::Relaxed));
    }
    fn on_error(self, _: E) {}
    fn on_complete(self) {
        self.seen.completed.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.seen.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

fn subscribe(publisher: impl Publisher<Item = u32>) -> (Arc<Seen>, Arc<dyn Subscription>) {
    let seen = Arc::<Seen>::default();
    let (sender, receiver) = std::sync::mpsc::channel();
    publisher.subscribe(Counter { seen: Arc::clone(&seen), subscription: sender });
    let subscription = receiver.recv().unwrap();
    (seen, subscription)
}

fn requesting(subscription: &Arc<dyn Subscription>, n: u64) -> thread::JoinHandle<()> {
    let subscription = Arc::clone(subscription);
    thread::spawn(move || subscription.request(Demand::of(n)))
}

#[test]
fn no_demand_is_lost() {
    loom::model(|| {
        let (seen, subscription) = subscribe(range(0..9));
        let other = requesting(&subscription, 2);
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!(seen.elements.load(Ordering::Relaxed), 3);
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 0);
        subscription.cancel();
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn completes_once() {
    loom::model(|| {
        let (seen, subscription) = subscribe(range(0..2));
        let other = requesting(&subscription, 1);
        subscription.request(Demand::ONE);
        other.join().unwrap();
        assert_eq!(seen.elements.load(Ordering::Relaxed), 2);
        assert_eq!(seen.completed.load(Ordering::Relaxed), 1);
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn cancel_drops_the_subscriber_whoever_has_it() {
    loom::model(|| {
        let (seen, subscription) = subscribe(range(0..9));
        let others = [requesting(&subscription, 1), requesting(&subscription, 1)];
        subscription.cancel();
        others.into_iter().for_each(|other| other.join().unwrap());
        assert!(seen.elements.load(Ordering::Relaxed) <= 2);
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
        assert_eq!(seen.completed.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn a_drain_misses_neither_element_nor_demand_nor_end() {
    loom::model(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher);
        let other = requesting(&subscription, 1);
        sender.try_send(0).unwrap();
        drop(sender);
        other.join().unwrap();
        assert_eq!(seen.elements.load(Ordering::Relaxed), 1);
        assert_eq!(seen.completed.load(Ordering::Relaxed), 1);
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn cancel_ends_a_drain() {
    loom::model(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher);
        subscription.request(Demand::ONE);
        let other = {
            let subscription = Arc::clone(&subscription);
            thread::spawn(move || subscription.cancel())
        };
        let _ = sender.try_send(0);
        other.join().unwrap();
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
        assert!(sender.try_send(1).is_err());
    });
}

#[test]
fn the_ends_of_a_processor_may_be_connected_at_the_same_time() {
    loom::model(|| {
        let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream).split();
        let other = thread::spawn(move || range(0..2).subscribe(subscriber));
        let (seen, subscription) = subscribe(publisher);
        subscription.request(Demand::of(2));
        other.join().unwrap();
        assert_eq!(seen.elements.load(Ordering::Relaxed), 2);
        assert_eq!(seen.completed.load(Ordering::Relaxed), 1);
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn a_processor_passes_cancel_on_whenever_it_comes() {
    loom::model(|| {
        let (subscriber, publisher) = processor(|upstream: Upstream<u32, _>| upstream).split();
        let (sender, source) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let other = thread::spawn(move || source.subscribe(subscriber));
        let (seen, subscription) = subscribe(publisher);
        subscription.cancel();
        other.join().unwrap();
        assert_eq!(seen.dropped.load(Ordering::Relaxed), 1);
        assert!(sender.try_send(0).is_err());
    });
}
