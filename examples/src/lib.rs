//! Programs that use Reactive Streams: run one with `cargo run --release --example NAME`.
