//! §4.1: a processor whose other end is no publisher is no processor.
use reactive_streams::{Processor, Publisher, Subscriber};
use std::marker::PhantomData;

struct Stage<S, P>(PhantomData<(S, P)>);

impl<S: Subscriber<u8, String>, P: Publisher> Processor<u8, String> for Stage<S, P> {
    type Subscriber = S;
    type Publisher = S; // refused
    // lawful: type Publisher = P;
    fn split(self) -> (Self::Subscriber, Self::Publisher) {
        unreachable!()
    }
}

fn main() {}
