mod boxed;
mod hide;

pub use boxed::{BoxPublisher, BoxSubscriber};
pub use hide::Hide;
