mod buffer;
mod strategy;

pub use buffer::OnBackpressureBuffer;
pub use strategy::{DropNewest, DropOldest, Fail, Overflow, OverflowStrategy};
