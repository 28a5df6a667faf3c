//! The conformance suite on the sources and sinks, over real brokers.

fn main() {}
