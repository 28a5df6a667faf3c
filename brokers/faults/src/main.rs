//! What is lost when brokers, links and consumers fail.

fn main() {}
