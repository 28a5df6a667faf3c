//! Deadlines that travel with elements.

mod due;
mod set_due;
mod shed_late;

pub use due::Due;
pub use set_due::SetDue;
pub use shed_late::ShedLate;
