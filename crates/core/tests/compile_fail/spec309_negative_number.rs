//! §3.9: a signed number, which may be negative, is no demand.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription, free: i64) {
    subscription.request(Demand::of(free)); // refused
    // lawful: subscription.request(Demand::of(free.unsigned_abs()));
}

fn main() {}
