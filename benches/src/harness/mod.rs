//! Runs the contenders of a scenario in turns, and reports.
//!
//! Everybody does the same work in the same run: in each round every contender runs once, and each round
//! begins with another one, so that a noisy minute hits all of them alike. What is reported are medians.

mod clock;
#[cfg(feature = "peers")]
mod contest;
#[cfg(feature = "peers")]
mod jvm;
mod machine;
mod median;
#[cfg(feature = "peers")]
mod report;
mod section;
#[cfg(feature = "peers")]
mod version;

pub use clock::{Cost, Stopwatch};
#[cfg(feature = "peers")]
pub use contest::{Contest, Measured, Scenario};
#[cfg(feature = "peers")]
pub use jvm::Jvm;
pub use machine::Machine;
pub use median::median;
#[cfg(feature = "peers")]
pub use report::{json, markdown, table};
pub use section::{sections, with_section};
