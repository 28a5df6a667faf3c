//! §3.15: `cancel` cannot hand a failure to its caller.
use reactive_streams::{Demand, Subscription};

struct Link;

impl Subscription for Link {
    fn request(&self, _: Demand) {}
    #[rustfmt::skip]
    fn cancel(&self) -> Result<(), String> { Ok(()) } // refused
    // lawful: fn cancel(&self) {}
}

fn main() {}
