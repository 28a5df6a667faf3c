mod concat_map;
mod flat_map;
mod flat_map_iter;
mod flat_map_sequential;
mod switch_map;

pub use concat_map::ConcatMap;
pub use flat_map::FlatMap;
pub use flat_map_iter::FlatMapIter;
pub use flat_map_sequential::{FlatMapSequential, Sequential};
pub use switch_map::SwitchMap;
