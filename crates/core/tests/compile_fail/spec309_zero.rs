//! §3.9: a constant demand of zero does not build.
use reactive_streams::{Demand, Subscription};

fn ask(subscription: &dyn Subscription) {
    const WINDOW: Demand = Demand::of(0); // refused
    // lawful: const WINDOW: Demand = Demand::of(1);
    subscription.request(WINDOW);
}

fn main() {}
