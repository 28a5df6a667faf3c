mod concat_map;

pub use concat_map::ConcatMap;
