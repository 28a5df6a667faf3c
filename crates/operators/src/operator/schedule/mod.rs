mod publish_on;

pub use publish_on::PublishOn;
