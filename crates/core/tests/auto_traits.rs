//! What the compiler derives for the types of this crate: part of the contract, and easy to lose.

use reactive_streams::{Demand, Driver, Publisher, Subscriber, Subscription};
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::num::NonZeroU64;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

fn thread_safe<T: ?Sized + Send + Sync>() {}
fn sendable<T: ?Sized + Send>() {}

#[test]
fn demand_is_a_plain_value() {
    fn value<T: Copy + Ord + Hash + Debug + Display + Unpin + UnwindSafe + RefUnwindSafe>() {}
    value::<Demand>();
    thread_safe::<Demand>();
}

/// An optional demand, as `Demand::new` gives it, costs no more than the number.
#[test]
fn demand_has_a_niche() {
    assert_eq!(size_of::<Option<Demand>>(), size_of::<u64>());
}

#[test]
fn demand_converts_to_and_from_a_number_that_is_not_zero() {
    fn convertible<T: From<NonZeroU64> + Into<NonZeroU64>>() {}
    convertible::<Demand>();
}

/// §3.5: any thread may cancel, so the subscription behind the `Arc` has to cross threads.
#[test]
fn a_subscription_crosses_threads() {
    thread_safe::<dyn Subscription>();
    thread_safe::<Arc<dyn Subscription>>();
}

#[test]
fn a_subscription_is_object_safe() {
    struct Link;
    impl Subscription for Link {
        fn request(&self, _: Demand) {}
        fn cancel(&self) {}
    }
    let subscription: Arc<dyn Subscription> = Arc::new(Link);
    subscription.request(Demand::ONE);
    subscription.cancel();
}

/// §2.11: each part of a stream says by its bound that it may move to another thread.
#[test]
fn the_ends_of_a_stream_cross_threads() {
    fn publisher<P: Publisher>() {
        sendable::<P>();
        sendable::<P::Item>();
        sendable::<P::Error>();
    }
    fn subscriber<S: Subscriber<u8, String>>() {
        sendable::<S>();
    }
    let _ = (publisher::<Never>, subscriber::<Ignore>);
}

struct Never;

impl Publisher for Never {
    type Item = u8;
    type Error = String;
    fn subscribe<S: Subscriber<u8, String>>(self, _: S) {}
}

struct Ignore;

impl Subscriber<u8, String> for Ignore {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    fn on_next(&mut self, _: u8) {}
    fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

/// What the library provides is what the documentation says: an element uses up demand, and a
/// publisher that does not know of drivers pushes.
#[test]
fn provided_methods_take_the_general_way() {
    struct Way;
    impl Driver<u8, String> for Way {
        type Output = &'static str;
        fn push<P: Publisher<Item = u8, Error = String>>(self, _: P) -> &'static str {
            "push"
        }
        fn pull<I: Iterator<Item = u8> + Send + 'static>(self, _: I) -> &'static str {
            "pull"
        }
    }
    assert_eq!(Never.drive(Way), "push");
    assert!(Ignore.try_on_next(1));
}
