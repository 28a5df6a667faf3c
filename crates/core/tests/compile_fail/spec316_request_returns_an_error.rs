//! §3.16: `request` cannot hand a failure to its caller.
use reactive_streams::{Demand, Subscription};

struct Link;

impl Subscription for Link {
    #[rustfmt::skip]
    fn request(&self, _: Demand) -> Result<(), String> { Ok(()) } // refused
    // lawful: fn request(&self, _: Demand) {}
    fn cancel(&self) {}
}

fn main() {}
