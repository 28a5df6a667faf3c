mod map;

pub use map::Map;
