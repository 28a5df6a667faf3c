//! §2.11: an error that must stay on its thread cannot be published.
use reactive_streams::{Publisher, Subscriber};

struct Source;

impl Publisher for Source {
    type Item = u8;
    type Error = std::rc::Rc<str>; // refused
    // lawful: type Error = std::sync::Arc<str>;
    fn subscribe<S: Subscriber<Self::Item, Self::Error>>(self, _: S) {}
}

fn main() {}
