//! §3.9: a plain number, which may be zero, is no demand.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription, demand: Demand) {
    subscription.request(0); // refused
    // lawful: subscription.request(demand);
}

fn main() {}
