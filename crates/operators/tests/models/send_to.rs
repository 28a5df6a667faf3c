//! Outcomes that are told while something else happens.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::delivery::{Destination, Outcome};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

use super::support::{Emitter, Mutex, cancelling, explore, requesting, subscribe, thread};

type Told = Outcome<Arc<()>, Infallible>;

/// Keeps the outcomes. With the lock of the explorer, through which they pass from thread to thread.
#[derive(Clone)]
struct Post {
    window: usize,
    untold: Arc<Mutex<Vec<Told>>>,
}

impl Post {
    fn new(window: usize) -> Self {
        Self { window, untold: Arc::new(Mutex::new(Vec::new())) }
    }

    /// Tells the outcome of what was sent last, on another thread; it may not have been sent yet.
    fn telling(&self, receipt: &Arc<()>) -> thread::JoinHandle<()> {
        let (post, receipt) = (self.clone(), Arc::clone(receipt));
        thread::spawn(move || post.tell(receipt))
    }

    fn tell(&self, receipt: Arc<()>) {
        let outcome = self.untold.lock().unwrap().pop();
        outcome.into_iter().for_each(|outcome| outcome.sent(Arc::clone(&receipt)));
    }

    fn tell_all(&self, receipt: &Arc<()>) {
        while !self.untold.lock().unwrap().is_empty() {
            self.tell(Arc::clone(receipt));
        }
    }

    fn results(&self, upstream: impl Publisher<Item = u32>) -> impl Publisher<Item = u32> {
        upstream.send_to(self.clone(), |_| ()).map(|result| result.unwrap().element)
    }
}

impl Destination for Post {
    type Record = ();
    type Receipt = Arc<()>;
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::new(self.window).unwrap()
    }

    fn send(&self, (): (), outcome: Told) {
        self.untold.lock().unwrap().push(outcome);
    }
}

#[test]
fn two_are_told_in_reverse_while_they_are_requested() {
    explore(|| {
        let (post, receipt) = (Post::new(2), Arc::new(()));
        let results = post.results(range(0..2)).map(super::support::in_order());
        let (seen, subscription) = subscribe(results);
        let other = post.telling(&receipt);
        let more = requesting(&subscription, 9);
        post.tell(Arc::clone(&receipt));
        other.join().unwrap();
        more.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
        assert_eq!(Arc::strong_count(&receipt), 1);
    });
}

#[test]
fn told_while_it_is_cancelled_it_is_dropped() {
    explore(|| {
        let (post, receipt) = (Post::new(2), Arc::new(()));
        let (seen, subscription) = subscribe(post.results(range(0..2)));
        subscription.request(Demand::of(2));
        let other = cancelling(&subscription);
        post.tell_all(&receipt);
        other.join().unwrap();
        assert!(seen.elements() <= 2);
        assert_eq!(seen.dropped(), 1);
        assert_eq!(Arc::strong_count(&receipt), 1);
    });
}

#[test]
fn told_while_the_upstream_sends_and_completes() {
    explore(|| {
        let (post, receipt) = (Post::new(1), Arc::new(()));
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(post.results(emitter.count(1)));
        subscription.request(Demand::ONE);
        let other = post.telling(&receipt);
        emitter.join();
        other.join().unwrap();
        post.tell_all(&receipt);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 1, 1));
    });
}

#[test]
fn a_place_is_used_again_while_its_outcome_is_told() {
    explore(|| {
        let (post, receipt) = (Post::new(1), Arc::new(()));
        let results = post.results(range(0..2)).map(super::support::in_order());
        let (seen, subscription) = subscribe(results);
        subscription.request(Demand::of(2));
        let other = post.telling(&receipt);
        post.tell(Arc::clone(&receipt));
        other.join().unwrap();
        post.tell_all(&receipt);
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (2, 1, 1));
        assert_eq!(Arc::strong_count(&receipt), 1);
    });
}

#[test]
fn dropped_while_another_is_told_the_stream_ends_once() {
    explore(|| {
        let (post, receipt) = (Post::new(2), Arc::new(()));
        let (seen, subscription) = subscribe(post.results(range(0..2)));
        subscription.request(Demand::of(2));
        let last = post.untold.lock().unwrap().pop();
        let other = thread::spawn(move || drop(last));
        post.tell(Arc::clone(&receipt));
        other.join().unwrap();
        assert_eq!((seen.elements(), seen.completed(), seen.dropped()), (1, 0, 1));
        assert_eq!(Arc::strong_count(&receipt), 1);
    });
}
