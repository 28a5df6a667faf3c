//! §2.11: a subscriber that must stay on its thread is no subscriber.
use reactive_streams::{Subscriber, Subscription};
use std::rc::Rc;
use std::sync::Arc;

struct Local(Rc<u8>);
struct Inbox(Arc<u8>);

#[rustfmt::skip]
impl Subscriber<u8, String> for Local { // refused
// lawful: impl Subscriber<u8, String> for Inbox {
    fn on_subscribe(&mut self, _: Arc<dyn Subscription>) {}
    fn on_next(&mut self, _: u8) {}
    fn on_error(self, _: String) {}
    fn on_complete(self) {}
}

fn main() {}
