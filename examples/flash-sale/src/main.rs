//! A service that is offered five times what it can do.

fn main() {}
