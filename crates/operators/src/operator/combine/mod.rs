mod chain;
mod concat;
mod switch_if_empty;

pub use chain::Chain;
pub use concat::{Concat, concat};
pub use switch_if_empty::SwitchIfEmpty;
