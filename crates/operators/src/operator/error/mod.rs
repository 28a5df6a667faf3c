mod map_err;

pub use map_err::MapErr;
pub(crate) use map_err::absurd;
