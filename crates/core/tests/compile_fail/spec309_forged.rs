//! §3.9: nobody outside the crate can put a number of their own into a demand.
use reactive_streams::{Demand, Subscription};
use std::num::NonZeroU64;

fn ask(subscription: &dyn Subscription, n: NonZeroU64) {
    subscription.request(Demand(n)); // refused
    // lawful: subscription.request(Demand::from(n));
}

fn main() {}
