mod publish_on;
mod subscribe_on;

pub use publish_on::PublishOn;
pub use subscribe_on::SubscribeOn;
