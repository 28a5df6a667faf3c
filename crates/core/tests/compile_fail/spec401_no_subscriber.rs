//! §4.1: a processor whose one end is no subscriber is no processor.
use reactive_streams::{Processor, Publisher, Subscriber};
use std::marker::PhantomData;

struct Stage<S, P>(PhantomData<(S, P)>);

impl<S: Subscriber<u8, String>, P: Publisher> Processor<u8, String> for Stage<S, P> {
    type Subscriber = P; // refused
    // lawful: type Subscriber = S;
    type Publisher = P;
    fn split(self) -> (Self::Subscriber, Self::Publisher) {
        unreachable!()
    }
}

fn main() {}
