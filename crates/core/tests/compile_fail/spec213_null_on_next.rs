//! §2.13: there is no null element to signal.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    subscriber.on_next(None); // refused
    // lawful: subscriber.on_next(1);
}

fn main() {}
