//! §2.4: the subscription that a subscriber holds is gone with it when it has been completed.
use reactive_streams::{Demand, Subscriber, Subscription};
use std::sync::Arc;

struct Inbox(Arc<dyn Subscription>);

impl Subscriber<u8, String> for Inbox {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    fn on_next(&mut self, _: u8) {}
    fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

fn emit(inbox: Inbox) {
    inbox.0.request(Demand::ONE);
    inbox.on_complete();
    inbox.0.request(Demand::ONE); // refused
}

fn main() {}
