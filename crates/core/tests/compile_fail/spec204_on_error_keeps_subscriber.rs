//! §2.4: a subscriber cannot arrange to outlive an error.
use reactive_streams::{Subscriber, Subscription};
use std::sync::Arc;

struct Inbox;

impl Subscriber<u8, String> for Inbox {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    fn on_next(&mut self, _: u8) {}
    fn on_error(&mut self, _: String) {} // refused
    // lawful: fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

fn main() {}
