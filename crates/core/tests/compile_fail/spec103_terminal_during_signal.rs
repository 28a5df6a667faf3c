//! §1.3: `cancel`, which may run inside a signal, cannot complete the subscriber there.
use reactive_streams::{Demand, Subscriber, Subscription};

struct Link<S>(S);

impl<S: Subscriber<u8, String> + Sync> Subscription for Link<S> {
    fn request(&self, _: Demand) {}
    fn cancel(&self) {
        self.0.on_complete(); // refused
    }
}

fn main() {}
