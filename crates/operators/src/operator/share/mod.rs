mod hub;
mod shared;

pub use shared::Shared;
