//! Speed and memory, beside the plain clients.

fn main() {}
