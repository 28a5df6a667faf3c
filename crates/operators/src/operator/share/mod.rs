mod auto_connect;
mod cache_invalidate_if;
mod connectable;
mod published;
mod ref_count;
mod replay;
mod rounds;
mod shared;

pub use auto_connect::AutoConnect;
pub use cache_invalidate_if::CacheInvalidateIf;
pub use published::Published;
pub use ref_count::RefCount;
pub use replay::Replay;
pub use shared::Shared;
