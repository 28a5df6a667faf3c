#[allow(clippy::module_inception)] // the family is called as its first member is
mod filter;
mod take;

pub use filter::Filter;
pub use take::Take;
