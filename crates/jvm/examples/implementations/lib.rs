//! The native library that the tests in Java load: what the official TCK is run on, and what the tests of the
//! bridge and the stress run need.

mod bridge;
mod fault;
mod processors;
mod scheduler;
mod sinks;
mod sources;

use reactive_streams_jvm::Registry;

reactive_streams_jvm::export!(register);

fn register(streams: &mut Registry) {
    sources::add_to(streams);
    processors::add_to(streams);
    sinks::add_to(streams);
    bridge::add_to(streams);
}
