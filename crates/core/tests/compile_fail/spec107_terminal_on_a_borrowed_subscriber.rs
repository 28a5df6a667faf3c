//! §1.7: whoever only borrows a subscriber cannot end it and leave it to its owner to signal on.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(subscriber: &mut S) {
    subscriber.on_next(1);
    subscriber.on_complete(); // refused
}

fn main() {}
