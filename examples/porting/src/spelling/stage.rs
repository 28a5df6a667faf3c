//! The native library of the second step: the stage is Rust, what is before and behind it is Java.

mod corrections;

use corrections::corrections;
use reactive_streams_jvm::{JavaPublisher, Registry};

reactive_streams_jvm::export!(register);

fn register(streams: &mut Registry) {
    streams.publisher("corrections", |(words, dictionary): (JavaPublisher<String>, String)| {
        corrections(words, &dictionary)
    });
}
