use std::fmt;

use crate::NatsError;

/// What a request to JetStream is about.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) stream: String,
    pub(crate) consumer: Option<String>,
}

impl Place {
    pub(crate) fn stream(stream: &str) -> Self {
        Self { stream: stream.to_owned(), consumer: None }
    }

    pub(crate) fn consumer(stream: &str, consumer: &str) -> Self {
        Self { stream: stream.to_owned(), consumer: Some(consumer.to_owned()) }
    }

    /// Fails if the server would take the names for something else.
    pub(crate) fn check(&self) -> Result<(), NatsError> {
        let is_name = |name: &str| {
            let is_good = |c: char| !c.is_whitespace() && !c.is_control() && !".*>/\\".contains(c);
            !name.is_empty() && name.chars().all(is_good)
        };
        match [Some(&self.stream), self.consumer.as_ref()]
            .into_iter()
            .flatten()
            .find(|name| !is_name(name))
        {
            Some(name) => Err(NatsError::Name { name: name.clone() }),
            None => Ok(()),
        }
    }

    pub(crate) fn unknown(&self) -> NatsError {
        match &self.consumer {
            Some(consumer) => NatsError::UnknownConsumer {
                stream: self.stream.clone(),
                consumer: consumer.clone(),
            },
            None => NatsError::UnknownStream { stream: self.stream.clone() },
        }
    }

    pub(crate) fn unsuitable(&self, detail: &str) -> NatsError {
        NatsError::Unsuitable {
            stream: self.stream.clone(),
            consumer: self.consumer.clone().unwrap_or_default(),
            detail: detail.to_owned(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.consumer {
            Some(consumer) => write!(f, "consumer {consumer} of stream {}", self.stream),
            None => write!(f, "stream {}", self.stream),
        }
    }
}
