//! §3.9: a negative demand cannot be written.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription) {
    subscription.request(Demand::of(-1)); // refused
    // lawful: subscription.request(Demand::of(1));
}

fn main() {}
