//! §3.9: a number that may turn out to be zero is no demand until somebody has looked.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription, free: u64) {
    subscription.request(Demand::new(free)); // refused
    // lawful: Demand::new(free).map(|demand| subscription.request(demand));
}

fn main() {}
