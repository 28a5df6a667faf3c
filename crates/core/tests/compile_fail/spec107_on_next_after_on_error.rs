//! §1.7: no element follows an error.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    subscriber.on_next(1);
    subscriber.on_error(String::new());
    subscriber.on_next(2); // refused
}

fn main() {}
