//! `cargo tck`: the conformance suite on everything in this workspace.

use reactive_streams_operators::{PublisherExt, from_iter, range, error, processor, sink};
use reactive_streams_tck::{Options, Sharing, Subject, Suite, run};

fn main() {
    let mut suite = Suite::new();
    suite.publisher("range", |given| range(0..given.len())).many(Sharing::Own);
    suite
        .publisher("from_iter", |given| from_iter(given.elements()))
        .fails_at_once(|given| error::<u64, _>(given.error()))
        .many(Sharing::Own);
    suite.processor("map", |_| processor(|upstream| upstream.map(|x| x)));
    suite.subscriber("for_each", |given| {
        let handler = given.handler();
        let (subscriber, outcome) = sink::for_each(move |element| handler.element(&element));
        Subject::new(subscriber).on_lose_interest(move || drop(outcome))
    });
    let options = Options { filter: std::env::args().nth(1), ..Options::default() };
    let report = run(&suite, &options);
    println!("{report}");
}
