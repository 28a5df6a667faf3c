//! Streams that are brought together from several threads: merge, gather.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, merge_sequential, never, range};

use super::support::{explore, subscribe, thread};

/// Signals so many elements, and the end, from a thread of its own. The prefetch has asked for them.
struct FromThread(Threads, u32);

#[derive(Clone, Default)]
struct Threads(Arc<Mutex<Vec<thread::JoinHandle<()>>>>);

struct Deaf;

impl Subscription for Deaf {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

impl Publisher for FromThread {
    type Item = u32;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u32, Infallible>>(self, mut subscriber: S) {
        let thread = thread::spawn(move || {
            subscriber.on_subscribe(Arc::new(Deaf));
            (0..self.1).for_each(|n| subscriber.on_next(n));
            subscriber.on_complete();
        });
        self.0.0.lock().unwrap().push(thread);
    }
}

impl Threads {
    fn publisher(&self, elements: u32) -> FromThread {
        FromThread(self.clone(), elements)
    }

    fn join(&self) {
        let threads = std::mem::take(&mut *self.0.lock().unwrap());
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    }
}

#[test]
fn a_merge_loses_neither_element_nor_demand_nor_end() {
    explore(|| {
        let threads = Threads::default();
        let (seen, subscription) = subscribe(threads.publisher(1).merge(empty()));
        subscription.request(Demand::ONE);
        threads.join();
        assert_eq!(seen.elements(), 1);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn a_queue_that_is_found_empty_is_looked_into_again() {
    explore(|| {
        let threads = Threads::default();
        let (seen, subscription) = subscribe(threads.publisher(2).merge(empty()));
        subscription.request(Demand::of(2));
        threads.join();
        assert_eq!(seen.elements(), 2);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn cancel_ends_a_merge() {
    explore(|| {
        let threads = Threads::default();
        let (seen, subscription) = subscribe(threads.publisher(1).merge(never()));
        subscription.cancel();
        threads.join();
        assert_eq!(seen.elements(), 0);
        assert_eq!(seen.completed(), 0);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn streams_in_sequence_lose_neither_element_nor_end() {
    explore(|| {
        let threads = Threads::default();
        let publishers = [threads.publisher(1).boxed(), range(0..1).boxed()];
        let (seen, subscription) = subscribe(merge_sequential(publishers));
        subscription.request(Demand::of(2));
        threads.join();
        assert_eq!(seen.elements(), 2);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}
