//! §1.10: a subscriber cannot be subscribed to the same publisher a second time.
use reactive_streams::{Publisher, Subscriber};

fn connect<P, S>(publisher: P, subscriber: S)
where
    P: Publisher + Clone,
    S: Subscriber<P::Item, P::Error>,
{
    publisher.clone().subscribe(subscriber);
    publisher.subscribe(subscriber); // refused
}

fn main() {}
