//! §1.7: an error does not follow completion, nor is there any second terminal signal.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(subscriber: S) {
    subscriber.on_complete();
    subscriber.on_error(String::new()); // refused
}

fn main() {}
