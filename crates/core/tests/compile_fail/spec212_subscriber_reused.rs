//! §2.12: a subscriber cannot be given to two publishers, so `subscribe` brings it one subscription.
use reactive_streams::{Publisher, Subscriber};

fn connect<P, Q, S>(first: P, second: Q, subscriber: S)
where
    P: Publisher,
    Q: Publisher<Item = P::Item, Error = P::Error>,
    S: Subscriber<P::Item, P::Error>,
{
    first.subscribe(subscriber);
    second.subscribe(subscriber); // refused
}

fn main() {}
