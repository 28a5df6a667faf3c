//! The operators as methods, one trait for each family.

mod adaptive;
mod breaker;
mod deadline;
mod rate;

pub use adaptive::AdaptiveExt;
pub use breaker::CircuitBreakerExt;
pub use deadline::DeadlineExt;
pub use rate::RateLimitExt;

use reactive_streams::Publisher;

/// Has a wrong bound fail where an operator is defined, and not where it is used.
fn publisher<T, E, P: Publisher<Item = T, Error = E>>(publisher: P) -> P {
    publisher
}
