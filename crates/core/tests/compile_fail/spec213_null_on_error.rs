//! §2.13: there is no null error to signal.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(subscriber: S) {
    subscriber.on_error(None); // refused
    // lawful: subscriber.on_error(String::new());
}

fn main() {}
