//! The orders of an online shop through Kafka, in three processes.

fn main() {}
