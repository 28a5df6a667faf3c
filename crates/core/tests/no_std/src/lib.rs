//! Uses each trait of the crate where there is no std.
//!
//! The panic handler is the proof on a machine that only has targets with std: std brings one too,
//! and the compiler refuses a second. Nothing is linked, so no allocator is needed, which could not
//! be written without `unsafe`.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::sync::Arc;
use core::convert::Infallible;
use core::panic::PanicInfo;
use reactive_streams::{Demand, Driver, Processor, Publisher, Subscriber, Subscription};

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Completes at once.
pub struct Empty;

struct Ended;

impl Subscription for Ended {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

impl Publisher for Empty {
    type Item = u8;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u8, Infallible>>(self, mut subscriber: S) {
        subscriber.on_subscribe(Arc::new(Ended));
        subscriber.on_complete();
    }
}

/// Takes everything and does nothing with it.
pub struct Ignore;

impl<T, E> Subscriber<T, E> for Ignore {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::UNBOUNDED);
    }
    fn on_next(&mut self, _: T) {}
    fn on_error(self, _: E) {}
    fn on_complete(self) {}
}

/// Ignores what is before it, and is empty to what is behind it.
pub struct Cut;

impl Processor<u8, Infallible> for Cut {
    type Subscriber = Ignore;
    type Publisher = Empty;

    fn split(self) -> (Ignore, Empty) {
        (Ignore, Empty)
    }
}

/// Subscribes [`Ignore`].
pub struct Run;

impl<T, E> Driver<T, E> for Run {
    type Output = ();

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) {
        publisher.subscribe(Ignore);
    }
    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) {
        iterator.for_each(drop);
    }
}

/// Connects all of it, so that each method is compiled for the target.
pub fn run() {
    let (subscriber, publisher) = Cut.split();
    Empty.subscribe(subscriber);
    publisher.drive(Run);
}
