//! §2.4: a subscriber that was failed cannot be revived with another subscription.
use reactive_streams::{Subscriber, Subscription};
use std::sync::Arc;

fn retry<S: Subscriber<u8, String>>(mut subscriber: S, next: [Arc<dyn Subscription>; 2]) {
    let [first, second] = next;
    subscriber.on_subscribe(first);
    subscriber.on_error(String::new());
    subscriber.on_subscribe(second); // refused
}

fn main() {}
