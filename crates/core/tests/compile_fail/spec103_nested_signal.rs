//! §1.3: `request`, which may run inside a signal, cannot start another one there.
use reactive_streams::{Demand, Subscriber, Subscription};

struct Link<S>(S);

impl<S: Subscriber<u8, String> + Sync> Subscription for Link<S> {
    fn request(&self, _: Demand) {
        self.0.on_next(1); // refused
    }
    fn cancel(&self) {}
}

fn main() {}
