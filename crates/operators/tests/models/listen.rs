//! What is listened to, while it ends: the engine of `do_on_cancel`, `do_finally`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reactive_streams_operators::prelude::*;

use super::support::{Emitter, cancelling, explore, subscribe};

#[test]
fn two_that_cancel_are_heard_as_one() {
    explore(|| {
        let emitter = Emitter::default();
        let heard = Arc::<AtomicUsize>::default();
        let ear = Arc::clone(&heard);
        let listened = emitter.silent().do_on_cancel(move || {
            ear.fetch_add(1, Ordering::Relaxed);
        });
        let (seen, subscription) = subscribe(listened);
        let other = cancelling(&subscription);
        subscription.cancel();
        other.join().unwrap();
        assert_eq!((heard.load(Ordering::Relaxed), emitter.cancelled()), (1, 1));
        assert_eq!(seen.dropped(), 1);
    });
}

#[test]
fn it_ends_once_whoever_ends_it() {
    explore(|| {
        let emitter = Emitter::default();
        let heard = Arc::<AtomicUsize>::default();
        let ear = Arc::clone(&heard);
        let listened = emitter.publisher().do_finally(move |_| {
            ear.fetch_add(1, Ordering::Relaxed);
        });
        let (seen, subscription) = subscribe(listened);
        subscription.cancel();
        emitter.join();
        assert_eq!((heard.load(Ordering::Relaxed), seen.dropped()), (1, 1));
    });
}
