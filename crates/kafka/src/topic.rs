use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// The name of a topic. A literal costs nothing; any other name is shared by its clones.
///
/// ```
/// use reactive_streams_kafka::Topic;
///
/// let topic = Topic::from(format!("orders-{}", 7));
/// assert_eq!(topic, Topic::from("orders-7"));
/// assert!(topic.starts_with("orders"));
/// ```
#[derive(Clone)]
pub struct Topic(Name);

#[derive(Clone)]
enum Name {
    Literal(&'static str),
    Shared(Arc<str>),
}

impl Deref for Topic {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Name::Literal(name) => name,
            Name::Shared(name) => name,
        }
    }
}

impl From<&'static str> for Topic {
    fn from(name: &'static str) -> Self {
        Self(Name::Literal(name))
    }
}

impl From<String> for Topic {
    fn from(name: String) -> Self {
        Self(Name::Shared(name.into()))
    }
}

impl From<Arc<str>> for Topic {
    fn from(name: Arc<str>) -> Self {
        Self(Name::Shared(name))
    }
}

impl From<&Topic> for Topic {
    fn from(topic: &Topic) -> Self {
        topic.clone()
    }
}

impl AsRef<str> for Topic {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for Topic {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Topic {}

impl Hash for Topic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl PartialEq<str> for Topic {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Topic {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
