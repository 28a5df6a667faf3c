//! §1.7: no subscription follows completion.
use reactive_streams::{Subscriber, Subscription};
use std::sync::Arc;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S, subscription: Arc<dyn Subscription>) {
    subscriber.on_subscribe(subscription.clone());
    subscriber.on_complete();
    subscriber.on_subscribe(subscription); // refused
}

fn main() {}
