//! §1.9: something that is not a subscriber cannot stand in for one.
use reactive_streams::Publisher;

fn connect<P: Publisher>(publisher: P) {
    publisher.subscribe(()); // refused
}

fn main() {}
