//! §1.9: `subscribe` cannot be called without a subscriber.
use reactive_streams::Publisher;

fn connect<P: Publisher>(publisher: P) {
    publisher.subscribe(); // refused
}

fn main() {}
