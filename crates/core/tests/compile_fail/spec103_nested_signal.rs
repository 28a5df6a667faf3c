//! §1.3: a signal cannot start while another one is under way.
use reactive_streams::Subscriber;

fn emit<S: Subscriber<u8, String>>(mut subscriber: S) {
    let under_way = &mut subscriber;
    subscriber.on_next(2); // refused
    under_way.on_next(1);
}

fn main() {}
