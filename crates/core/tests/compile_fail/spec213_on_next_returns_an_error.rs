//! §2.13: a handler cannot hand a failure to its caller; a subscriber that fails cancels.
use reactive_streams::{Subscriber, Subscription};
use std::sync::Arc;

struct Inbox;

impl Subscriber<u8, String> for Inbox {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    #[rustfmt::skip]
    fn on_next(&mut self, _: u8) -> Result<(), String> { Ok(()) } // refused
    // lawful: fn on_next(&mut self, _: u8) {}
    fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

fn main() {}
