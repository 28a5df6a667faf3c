//! §3.9: demand has no default, which for a number would be zero.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription) {
    let demand: Demand = Default::default(); // refused
    // lawful: let demand = Demand::ONE;
    subscription.request(demand);
}

fn main() {}
