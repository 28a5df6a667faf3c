//! Futures that are woken while something else happens.

use std::error::Error;
use std::future::poll_fn;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Poll, Waker};

use reactive_streams::{Demand, Publisher};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;
use reactive_streams_operators::scheduler::ImmediateScheduler;

use super::support::{Mutex, cancelling, explore, subscribe, thread};

/// What one future waits for. With the lock of the explorer, through which wakers pass from thread to thread.
#[derive(Clone, Default)]
struct Answer(Arc<Mutex<(bool, Option<Waker>)>>);

impl Answer {
    fn give(&self) {
        let mut state = self.0.lock().unwrap();
        state.0 = true;
        let waker = state.1.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn giving(&self) -> thread::JoinHandle<()> {
        let answer = self.clone();
        thread::spawn(move || answer.give())
    }
}

fn asking(answer: &Answer) -> impl Publisher<Item = ()> + use<> {
    let answer = answer.clone();
    let one = range(0..1).fallible::<Box<dyn Error + Send + Sync>>();
    one.map_async(NonZeroUsize::MIN, &ImmediateScheduler::new(), move |_| {
        let answer = answer.clone();
        poll_fn(move |cx| {
            let mut state = answer.0.lock().unwrap();
            state.1 = Some(cx.waker().clone());
            if state.0 { Poll::Ready(()) } else { Poll::Pending }
        })
    })
}

#[test]
fn a_waking_is_not_lost() {
    explore(|| {
        let answer = Answer::default();
        let giving = answer.giving(); // before the future is made, while it is polled, or later
        let (seen, subscription) = subscribe(asking(&answer));
        subscription.request(Demand::ONE);
        giving.join().unwrap();
        assert_eq!(seen.elements(), 1);
        assert_eq!(seen.completed(), 1);
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn cancel_drops_the_future_whoever_has_it() {
    explore(|| {
        let answer = Answer::default();
        let (seen, subscription) = subscribe(asking(&answer));
        subscription.request(Demand::ONE);
        let cancelling = cancelling(&subscription);
        answer.give();
        cancelling.join().unwrap();
        assert!(seen.elements() <= 1);
        assert_eq!(seen.dropped(), 1);
        // At once, and not with the subscription.
        assert_eq!(Arc::strong_count(&answer.0), 1);
    });
}
