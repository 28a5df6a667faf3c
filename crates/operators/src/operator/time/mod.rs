mod buffer_boundary;
mod chunks_timeout;
mod delay;
mod delay_subscription;
mod elapsed;
mod skip_until;
mod take_until;
mod timeout;
mod timeout_total;

pub use buffer_boundary::BufferBoundary;
pub use chunks_timeout::ChunksTimeout;
pub use delay::Delay;
pub use delay_subscription::DelaySubscription;
pub use elapsed::Elapsed;
pub use skip_until::SkipUntil;
pub use take_until::TakeUntil;
pub use timeout::Timeout;
pub use timeout_total::TimeoutTotal;
