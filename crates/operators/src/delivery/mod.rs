//! Elements that are to be acknowledged: what durable queues and brokers give.
//!
//! A source that keeps its elements until they have been dealt with gives each as a [`Delivery`]: the element,
//! and what [`Acknowledge`]s it. What is not acknowledged the source delivers again, so every element is
//! dealt with *at least once*. The operators of this crate work on deliveries as on any element:
//!
//! - `map(|delivery| delivery.map(f))` keeps the acknowledgement with what comes of the element;
//! - `map_async(limit, &scheduler, |delivery| delivery.settle(f))`, or `map_async_unordered`, or
//!   `for_each_concurrent`, acknowledges when the future of `f` has succeeded;
//! - `map(Delivery::acknowledge)` acknowledges before anything is done: every element *at most once*;
//! - an operator that drops a delivery (`filter`, a policy that drops, a cancel) has it delivered again. To
//!   leave an element out for good, acknowledge it.
//!
//! [`Lag`] says how much a source still has, for a metric or a page; [`lag_trends`], where that leads, for an
//! autoscaler.
//!
//! The other way, [`send_to`](crate::ext::DeliveryExt::send_to) takes elements to a [`Destination`], and says of each
//! whether it has arrived: what was delivered is acknowledged when what came of it is there.

mod acknowledge;
mod destination;
mod lag;
mod outcome;
mod trend;

pub use acknowledge::{Acknowledge, Delivery};
pub use destination::{Destination, Sent, Unsent};
pub use lag::Lag;
pub use outcome::Outcome;
pub(crate) use outcome::{Slot, Told};
pub use trend::{LagTrend, LagTrends, lag_trends};
