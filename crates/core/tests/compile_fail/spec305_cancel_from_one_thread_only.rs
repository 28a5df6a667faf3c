//! §3.5: a subscription that only its own thread may cancel is no subscription.
use reactive_streams::{Demand, Subscription};
use std::cell::Cell;
use std::sync::atomic::AtomicBool;

struct Local(Cell<bool>);
struct Link(AtomicBool);

#[rustfmt::skip]
impl Subscription for Local { // refused
// lawful: impl Subscription for Link {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

fn main() {}
