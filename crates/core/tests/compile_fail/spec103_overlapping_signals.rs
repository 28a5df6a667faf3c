//! §1.3: two threads cannot signal one subscriber at the same time.
use reactive_streams::Subscriber;
use std::thread;

fn at_once(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(one);
        scope.spawn(other);
    });
}

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    let one = || subscriber.on_next(1);
    let other = || subscriber.on_next(2); // refused
    // lawful: let other = || ();
    at_once(one, other);
}

fn main() {}
