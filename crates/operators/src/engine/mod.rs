//! What emits, queues and holds demand; an operator is a closure and a choice of these.
//!
//! Those that an operator of your own can be built on are public: [`Stage`] for one that works element
//! by element on the thread that brings them, [`Batcher`] for one that puts elements together,
//! [`Reducer`] for one that makes one value of a stream, [`Keep`] for one that keeps something of what comes
//! until it is wanted, [`Listener`] for one that looks on.

mod alarm;
mod arbiter;
mod batch;
mod block_on;
mod block_size;
mod boxed;
mod concat;
mod deadline;
mod deferred;
mod direct;
mod drain;
mod either;
mod emission;
mod flat_iter;
mod follower;
mod gather;
mod in_flight;
mod iter_feed;
mod keep;
mod lane;
mod listen;
mod merge;
mod multicast;
mod one;
mod outlet;
mod pair;
mod prefetch;
mod pull_source;
mod race;
mod reduce;
mod relay;
mod replay;
mod requested;
mod resume;
mod stage;
mod substream;
mod tail;
mod task;

pub(crate) use alarm::Alarm;
pub(crate) use arbiter::Arbiter;
pub use batch::{BatchSize, Batched, Batcher};
pub(crate) use block_on::block_on;
pub(crate) use boxed::Boxed;
pub(crate) use concat::concat;
pub(crate) use deadline::Deadline;
pub(crate) use deferred::Deferred;
pub(crate) use direct::{Tally, deliver_burst};
pub(crate) use drain::Drain;
pub(crate) use either::Either;
pub(crate) use emission::{Block, End, Feed, Signal};
pub(crate) use flat_iter::FlatIter;
pub(crate) use follower::Follower;
pub(crate) use gather::{Order, Source, gather, gather_map};
pub(crate) use in_flight::Flight;
pub use in_flight::{InFlightLimit, Launch, Panicked, Started};
pub(crate) use iter_feed::IterFeed;
pub use keep::{Keep, Kept, Take};
pub(crate) use lane::{Credit, Flushed, LaneIn, LaneOut, lane, main_lane};
pub use listen::{Listened, Listener, UpwardListener};
pub(crate) use merge::{Merge, Merging};
pub(crate) use multicast::{Hub, Spread, WhenLeft};
pub(crate) use one::One;
pub(crate) use outlet::Outlet;
pub(crate) use pair::{Inlet, Meet, Pairing, Subscribe, pair};
pub(crate) use prefetch::{PrefetchFeed, PrefetchQueue, prefetch, prefetching};
pub(crate) use pull_source::PullSource;
pub(crate) use race::race;
pub(crate) use reduce::reduce;
pub use reduce::{Reduce, Reducer};
pub(crate) use relay::{Relay, RelaySubscriber, relay};
pub(crate) use replay::{History, Refused, Replayed};
pub(crate) use requested::Requested;
pub(crate) use resume::{After, Successor, resume};
pub use stage::{Pass, Stage, Step};
pub(crate) use substream::{Gone, Push, SubstreamSender, substream};
pub(crate) use tail::Tail;
pub(crate) use task::task;
