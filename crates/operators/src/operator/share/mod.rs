mod replay;
mod shared;

pub use replay::Replay;
pub use shared::Shared;
