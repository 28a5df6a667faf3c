//! §2.4: a subscriber that was completed cannot be used again.
use reactive_streams::{Subscriber, Subscription};
use std::sync::Arc;

struct Inbox;

impl Subscriber<u8, String> for Inbox {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    fn on_next(&mut self, _: u8) {}
    fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

fn emit(mut inbox: Inbox) {
    inbox.on_next(1);
    inbox.on_complete();
    inbox.on_next(2); // refused
}

fn main() {}
