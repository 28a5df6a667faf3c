//! Parts of a stream that may overlap: a publisher opens them, and each has one that closes it.

mod buffer;
mod error;
mod group_join;
mod join;
mod openings;
mod overlap;
mod window;

pub use buffer::BufferWhen;
pub use error::TooManyOpen;
pub use group_join::GroupJoin;
pub use join::Join;
use openings::{Closing, Openings};
pub use window::WindowWhen;
