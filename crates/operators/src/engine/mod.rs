//! What emits, queues and holds demand; an operator is a closure and a choice of these.

mod arbiter;
mod block_on;
mod drain;
mod emission;
mod outlet;
mod prefetch;
mod pull_source;
mod requested;

pub(crate) use arbiter::Arbiter;
pub(crate) use block_on::block_on;
pub(crate) use drain::Drain;
pub(crate) use emission::{End, Feed, Signal};
pub(crate) use outlet::Outlet;
pub(crate) use prefetch::{PrefetchFeed, PrefetchQueue, prefetch, prefetching};
pub(crate) use pull_source::PullSource;
pub(crate) use requested::Requested;
