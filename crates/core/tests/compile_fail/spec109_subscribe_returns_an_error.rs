//! §1.9: `subscribe` cannot hand a failure to its caller; that is what `on_error` is for.
use reactive_streams::{Publisher, Subscriber};

struct Source;

impl Publisher for Source {
    type Item = u8;
    type Error = String;

    #[rustfmt::skip]
    fn subscribe<S: Subscriber<u8, String>>(self, _: S) -> Result<(), String> { Ok(()) } // refused
    // lawful: fn subscribe<S: Subscriber<u8, String>>(self, _: S) {}
}

fn main() {}
