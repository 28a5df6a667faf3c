//! §1.9: there is no null to subscribe; an absent subscriber is no subscriber.
use reactive_streams::{Publisher, Subscriber};

fn connect<P, S>(publisher: P, subscriber: S)
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    publisher.subscribe(None::<S>); // refused
    // lawful: publisher.subscribe(subscriber);
}

fn main() {}
