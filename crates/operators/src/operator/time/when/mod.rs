//! Parts of a stream that may overlap: a publisher opens them, and each has one that closes it.

mod buffer;
mod error;
mod openings;
mod window;

pub use buffer::BufferWhen;
pub use error::TooManyOpen;
use openings::{Closing, Openings};
pub use window::WindowWhen;
