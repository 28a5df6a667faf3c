//! The suite on a publisher of one's own. In a crate of yours this is `tests/conformance.rs`, with
//! `harness = false` in the manifest; here it is an example: `cargo run --example countdown`.

mod publisher;

use publisher::Countdown;

fn main() -> std::process::ExitCode {
    reactive_streams_tck::main(|suite| {
        suite.publisher("countdown", |given| Countdown(given.len()));
    })
}
