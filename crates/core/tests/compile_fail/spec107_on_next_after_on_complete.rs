//! §1.7: no element follows completion.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    subscriber.on_next(1);
    subscriber.on_complete();
    subscriber.on_next(2); // refused
}

fn main() {}
