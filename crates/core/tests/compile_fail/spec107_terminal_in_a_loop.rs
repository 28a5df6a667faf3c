//! §1.7: a loop cannot complete its subscriber in every round.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(subscriber: S) {
    for _ in 0..2 {
        subscriber.on_complete(); // refused
    }
}

fn main() {}
