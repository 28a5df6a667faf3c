//! §1.10: a subscriber cannot be lent to a publisher, to be used again later.
use reactive_streams::{Publisher, Subscriber};

fn connect<P, S>(publisher: P, mut subscriber: S)
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    publisher.subscribe(&mut subscriber); // refused
    // lawful: publisher.subscribe(subscriber);
}

fn main() {}
