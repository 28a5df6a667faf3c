mod batch;
mod buffer;
mod capacity;
mod conflate;
mod extrapolate;
mod inlet;
mod observer;
mod on_overflow;
mod outlet;
mod overflowed;
mod policy;
mod rule;

pub use batch::Batch;
pub use capacity::Capacity;
pub use conflate::Conflate;
pub use extrapolate::Extrapolate;
pub use observer::{DropCounter, Ignore, Observe, OverflowObserver};
pub use on_overflow::OnOverflow;
pub use overflowed::{BufferOverflow, Overflowed, Reason};
pub use policy::{Overflow, OverflowPolicy};
pub use rule::{
    BlockFor, DropLeast, DropNewest, DropOlderThan, DropOldest, Fail, Hold, KeepLatest,
    OverflowRule, Reject,
};
