//! The operators and sinks as methods, one trait for each family.
//!
//! An operator makes a publisher of a publisher, and does nothing until that is subscribed. A sink
//! is lazy as well. *Synchronous* is said of an operator that passes signals on as they come, on the
//! thread on which they come, and has no queue.

mod aggregate;
mod asynchronous;
mod batch;
mod carries;
mod clock;
mod combine;
mod consume;
mod context;
mod convert;
mod delivery;
mod error;
mod filter;
mod flatten;
mod group;
mod overflow;
mod peek;
mod rate;
mod results;
mod schedule;
mod select;
mod sequence;
mod share;
mod time;
mod transform;
mod window;

pub use aggregate::AggregateExt;
pub use asynchronous::AsyncExt;
pub use batch::BatchExt;
pub use carries::Carries;
pub use clock::ClockExt;
pub use combine::CombineExt;
pub use consume::ConsumeExt;
pub use context::ContextExt;
pub use convert::ConvertExt;
pub use delivery::DeliveryExt;
pub use error::ErrorExt;
pub use filter::FilterExt;
pub use flatten::FlattenExt;
pub use group::GroupExt;
pub use overflow::OverflowExt;
pub use peek::PeekExt;
pub use rate::RateExt;
pub use results::ResultsExt;
pub use schedule::ScheduleExt;
pub use select::SelectExt;
pub use sequence::SequenceExt;
pub use share::ShareExt;
pub use time::TimeExt;
pub use transform::TransformExt;
pub use window::WindowExt;

use reactive_streams::Publisher;

/// Has a wrong bound fail where an operator is defined, and not where it is used.
fn publisher<T, E, P: Publisher<Item = T, Error = E>>(publisher: P) -> P {
    publisher
}
