//! All checks.
//!
//! A check whose name begins with `required_`, `optional_`, `stochastic_`, `untested_` or `must` is the
//! counterpart of the JVM test of that name in camel case; the JVM leaves the `untested_` ones out,
//! here they are played. A check whose name begins with `beyond_` has no counterpart.

mod compiler;
mod processor;
mod publisher;
mod subscriber;

use crate::check::Check;
use crate::suite::Role;

/// The checks for this role, in their order.
pub(crate) fn of(role: Role) -> Vec<&'static Check> {
    let groups: &[&'static [Check]] = match role {
        Role::Publisher => &[
            publisher::STREAM,
            publisher::DEMAND,
            publisher::CANCEL,
            publisher::FAILURE,
            publisher::SHARING,
            publisher::RACES,
            compiler::PUBLISHER,
        ],
        Role::Subscriber => &[
            subscriber::WHITEBOX,
            subscriber::BLACKBOX,
            subscriber::BEYOND,
            subscriber::HANDLES,
            compiler::SUBSCRIBER,
            compiler::WHITEBOX,
            compiler::BLACKBOX,
        ],
        Role::Processor => &[
            publisher::STREAM,
            publisher::DEMAND,
            publisher::CANCEL,
            publisher::FAILURE,
            publisher::SHARING,
            publisher::RACES,
            subscriber::WHITEBOX,
            subscriber::BEYOND,
            processor::CHECKS,
            compiler::PUBLISHER,
            compiler::SUBSCRIBER,
            compiler::WHITEBOX,
        ],
    };
    groups.iter().flat_map(|group| group.iter()).collect()
}
