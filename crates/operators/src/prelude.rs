//! Everything that a pipeline is written with: `use reactive_streams_operators::prelude::*`.

#[doc(no_inline)]
pub use crate::ext::*;
