mod boxed;
mod hide;

pub use boxed::{BoxPublisher, BoxSubscriber, CloneBoxPublisher};
pub use hide::Hide;
