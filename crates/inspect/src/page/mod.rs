//! The live page of running pipelines: their graph in a browser, with pressure, depth, drops and the bottleneck.
//!
//! [`serve`] runs it on a thread of its own, for any program; [`router`] nests it in an application that has
//! a server already. The page is part of the program: it needs no build step, and it loads nothing from
//! elsewhere.
//!
//! | path | answers |
//! |---|---|
//! | `/` | the page |
//! | `/snapshot` | a snapshot of each pipeline, as JSON: `{"run": …, "pipelines": […]}`; `run` is another after a restart |
//! | `/events` | the same as server-sent events, twice each second; `/events?every=100` every 100 ms |
//!
//! A browser that is slow misses snapshots, and those that it gets are new: none is taken before there is
//! room for it.

mod document;
mod events;
mod routes;
mod serve;

pub use routes::router;
pub use serve::{Address, Page, PageError, serve};
