mod concat_map;
mod flat_map;

pub use concat_map::ConcatMap;
pub use flat_map::FlatMap;
