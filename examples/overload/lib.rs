//! The strategies for a source that is faster than its sink, and the ways in which overload goes wrong: each as a
//! program that runs the bad and the good variant in virtual time, so that its figures are the same everywhere.
//!
//! `spec-notes/overload.md` explains them, and a test compares its tables with what the programs find.

mod figures;
mod server;
mod shop;

pub mod absorb;
pub mod adaptive_limit;
pub mod admission;
pub mod batch;
pub mod bottleneck;
pub mod cascading_queues;
pub mod circuit_breaker;
pub mod degrade;
pub mod durable;
pub mod goodput_collapse;
pub mod hold;
pub mod priority_inversion;
pub mod retry_storm;
pub mod shed;
pub mod silent_shedding;

pub use figures::{Figures, percent, seconds};
pub use server::Server;
pub use shop::{Order, Shop, Work};

/// An example: its name, and the program.
pub type Example = (&'static str, fn() -> Figures);

/// All of them, in the order of the note.
pub const EXAMPLES: &[Example] = &[
    ("hold", hold::figures),
    ("absorb", absorb::figures),
    ("durable", durable::figures),
    ("shed", shed::figures),
    ("admission", admission::figures),
    ("degrade", degrade::figures),
    ("batch", batch::figures),
    ("adaptive_limit", adaptive_limit::figures),
    ("goodput_collapse", goodput_collapse::figures),
    ("retry_storm", retry_storm::figures),
    ("circuit_breaker", circuit_breaker::figures),
    ("cascading_queues", cascading_queues::figures),
    ("bottleneck", bottleneck::figures),
    ("priority_inversion", priority_inversion::figures),
    ("silent_shedding", silent_shedding::figures),
];
