//! §2.11: an element that must stay on its thread cannot be published.
use reactive_streams::{Publisher, Subscriber};

struct Source;

impl Publisher for Source {
    type Item = std::rc::Rc<u8>; // refused
    // lawful: type Item = std::sync::Arc<u8>;
    type Error = String;
    fn subscribe<S: Subscriber<Self::Item, Self::Error>>(self, _: S) {}
}

fn main() {}
