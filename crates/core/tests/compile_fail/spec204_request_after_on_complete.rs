//! §2.4: the subscription that a subscriber holds is gone with it when it has been completed.
use reactive_streams::{Demand, Subscriber, Subscription};

fn emit<S: Subscriber<u8, String> + AsRef<dyn Subscription>>(subscriber: S) {
    subscriber.as_ref().request(Demand::ONE);
    subscriber.on_complete();
    subscriber.as_ref().request(Demand::ONE); // refused
}

fn main() {}
