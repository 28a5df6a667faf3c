//! The operators as methods, one trait for each family.

mod rate;

pub use rate::RateLimitExt;

use reactive_streams::Publisher;

/// Has a wrong bound fail where an operator is defined, and not where it is used.
fn publisher<T, E, P: Publisher<Item = T, Error = E>>(publisher: P) -> P {
    publisher
}
