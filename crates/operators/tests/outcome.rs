//! Tests of `Outcome::tell_all`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::convert::Infallible;
use std::mem;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};

use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
use reactive_streams_operators::delivery::{Destination, Outcome};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use rstest::rstest;

/// Keeps what it has not told.
#[derive(Clone, Default)]
struct Post(Arc<Mutex<Vec<Outcome<(), Infallible>>>>);

impl Destination for Post {
    type Record = ();
    type Receipt = ();
    type Error = Infallible;

    fn window(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn send(&self, (): (), outcome: Outcome<(), Infallible>) {
        self.0.lock().unwrap().push(outcome);
    }
}

impl Post {
    fn tell_all(&self) {
        let outcomes = mem::take(&mut *self.0.lock().unwrap());
        Outcome::tell_all(outcomes.into_iter().map(|outcome| (outcome, Ok(()))));
    }
}

/// Wants everything, and panics with its first element or writes down whose it was.
struct Reader {
    stream: usize,
    is_hostile: bool,
    seen: Arc<Mutex<Vec<usize>>>,
}

impl<T, E> Subscriber<T, E> for Reader
where
    T: Send + 'static,
    E: Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::UNBOUNDED);
    }

    fn on_next(&mut self, _: T) {
        if self.is_hostile {
            resume_unwind(Box::new("on purpose"));
        }
        self.seen.lock().unwrap().push(self.stream);
    }

    fn on_error(self, _: E) {}

    fn on_complete(self) {}
}

#[rstest]
fn a_panic_of_one_stream_leaves_the_others_alone(#[values(0, 1, 2)] hostile: usize) {
    let (post, seen) = (Post::default(), Arc::new(Mutex::new(Vec::new())));
    for stream in 0..3 {
        let reader = Reader { stream, is_hostile: stream == hostile, seen: Arc::clone(&seen) };
        from_iter([(); 2]).send_to(post.clone(), |()| ()).subscribe(reader);
    }
    let told = catch_unwind(AssertUnwindSafe(|| post.tell_all()));
    assert_eq!(told.unwrap_err().downcast_ref(), Some(&"on purpose"));
    post.tell_all();
    let mut seen = mem::take(&mut *seen.lock().unwrap());
    seen.sort_unstable();
    let others: Vec<_> =
        (0..3).filter(|&stream| stream != hostile).flat_map(|it| [it; 2]).collect();
    assert_eq!(seen, others);
}
