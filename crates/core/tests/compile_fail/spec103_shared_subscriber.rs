//! §1.3: whoever only shares a subscriber cannot signal it.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    (&subscriber).on_next(1); // refused
    // lawful: (&mut subscriber).on_next(1);
    subscriber.on_next(2);
}

fn main() {}
