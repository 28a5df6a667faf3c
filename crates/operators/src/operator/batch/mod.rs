mod aggregate_with;
mod buffer_until;
mod buffer_while;
mod chunk_by;
mod chunks;
mod chunks_weighted;
mod ready_chunks;
mod sliding;

pub use aggregate_with::AggregateWith;
pub use buffer_until::BufferUntil;
pub use buffer_while::BufferWhile;
pub use chunk_by::ChunkBy;
pub use chunks::Chunks;
pub use chunks_weighted::ChunksWeighted;
pub use ready_chunks::ReadyChunks;
pub use sliding::{Sliding, Window};
