mod map_context;
mod map_value;
mod map_value_async;
mod with_context;

pub use map_context::MapContext;
pub use map_value::MapValue;
pub use map_value_async::MapValueAsync;
pub use with_context::WithContext;
