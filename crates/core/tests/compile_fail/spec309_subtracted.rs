//! §3.9: demand cannot be counted down, which would end at zero.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription, demand: Demand) {
    subscription.request(demand - Demand::ONE); // refused
    // lawful: subscription.request(demand.saturating_add(Demand::ONE));
}

fn main() {}
