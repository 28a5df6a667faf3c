//! §2.13: there is no null subscription to signal.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    subscriber.on_subscribe(None); // refused
}

fn main() {}
