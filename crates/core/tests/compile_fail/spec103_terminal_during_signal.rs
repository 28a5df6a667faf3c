//! §1.3: completion cannot overtake a signal that is under way.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    let under_way = &mut subscriber;
    subscriber.on_complete(); // refused
    under_way.on_next(1);
}

fn main() {}
