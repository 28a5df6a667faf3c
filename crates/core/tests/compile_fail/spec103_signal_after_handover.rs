//! §1.3: a thread that handed its subscriber to another one cannot go on signalling it.
use reactive_streams::Subscriber;
use std::thread;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    subscriber.on_next(1);
    thread::spawn(move || subscriber.on_next(2));
    subscriber.on_next(3); // refused
}

fn main() {}
