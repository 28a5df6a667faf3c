mod shared;

pub use shared::Shared;
