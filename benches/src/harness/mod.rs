//! Runs the contenders of a scenario in turns, and reports.
//!
//! Everybody does the same work in the same run: in each round every contender runs once, and each round
//! begins with another one, so that a noisy minute hits all of them alike. What is reported are medians.

mod clock;
mod contest;
mod jvm;
mod machine;
mod report;

pub use contest::{Contest, Measured, Scenario};
pub use jvm::Jvm;
pub use machine::Machine;
pub use report::{json, markdown, table};
