//! Streams that are merged as their elements come, from several threads.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{channel, empty, never, range};

use super::support::{explore, subscribe, thread};

/// Signals so many elements, and the end, from a thread of its own. The prefetch has asked for them.
struct FromThread(Threads, u32);

#[derive(Clone, Default)]
struct Threads {
    handles: Arc<Mutex<Vec<thread::JoinHandle<()>>>>,
    ended: Arc<AtomicUsize>,
}

struct Deaf;

impl Subscription for Deaf {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

impl Publisher for FromThread {
    type Item = u32;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u32, Infallible>>(self, mut subscriber: S) {
        let ended = Arc::clone(&self.0.ended);
        let thread = thread::spawn(move || {
            subscriber.on_subscribe(Arc::new(Deaf));
            (0..self.1).for_each(|n| subscriber.on_next(n));
            ended.fetch_add(1, Ordering::Relaxed);
            subscriber.on_complete();
        });
        self.0.handles.lock().unwrap().push(thread);
    }
}

impl Threads {
    fn publisher(&self, elements: u32) -> FromThread {
        FromThread(self.clone(), elements)
    }

    fn join(&self) {
        let next = || self.handles.lock().unwrap().pop();
        while let Some(thread) = next() {
            thread.join().unwrap();
        }
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
fn streams_that_end_at_the_same_time_end_a_merge() {
    explore(|| {
        let threads = Threads::default();
        let (seen, _subscription) = subscribe(threads.publisher(0).merge(empty()));
        threads.join();
        assert_eq!((seen.completed(), seen.dropped()), (1, 1));
    });
}

#[test]
fn a_queue_that_is_found_empty_is_looked_into_again() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher.merge(never()));
        sender.try_send(0).unwrap(); // waits in the queue of the merge
        let other = thread::spawn(move || sender.try_send(1).map(|()| sender).unwrap());
        subscription.request(Demand::of(2));
        let _sender = other.join().unwrap(); // the end would be another reason to look
        assert_eq!((seen.elements(), seen.completed()), (2, 0));
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
fn a_stream_that_ends_while_it_is_subscribed_makes_room_for_one() {
    explore(|| {
        let threads = Threads::default();
        let (inner, mut started) = (threads.clone(), 0);
        let merged = range(0..3).hide().flat_map(NonZeroUsize::MIN, move |_| {
            assert_eq!(inner.ended.load(Ordering::Relaxed), started);
            started += 1;
            inner.publisher(0)
        });
        let (seen, subscription) = subscribe(merged);
        subscription.request(Demand::ONE);
        threads.join();
        assert_eq!(threads.ended.load(Ordering::Relaxed), 3);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}
