mod consumer;
mod options;

use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_operators::scheduler::Scheduler;
use reactive_streams_operators::{Fetch, FromFetch, from_fetch_on};

use self::consumer::Consumer;
use super::remote::Remote;
use crate::{Message, NatsError};

pub use self::options::OrderedOptions;

/// Publisher for [`OrderedOptions::messages`].
#[must_use = "publishers do nothing unless subscribed"]
pub struct Ordered(FromFetch<Reader>);

impl Ordered {
    pub(super) fn new(options: OrderedOptions, scheduler: &dyn Scheduler) -> Self {
        let reader = Reader { options, consumer: None, task: None, last: None };
        Self(from_fetch_on(reader, scheduler))
    }
}

impl fmt::Debug for Ordered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ordered").finish_non_exhaustive()
    }
}

impl Publisher for Ordered {
    type Item = Message;
    type Error = NatsError;

    fn subscribe<S: Subscriber<Message, NatsError>>(self, subscriber: S) {
        self.0.subscribe(subscriber);
    }
}

struct Reader {
    options: OrderedOptions,
    consumer: Option<Consumer>,
    task: Option<Pin<Box<dyn Future<Output = Result<Remote, NatsError>> + Send>>>,
    /// The number in the stream of the last message that was given out.
    last: Option<u64>,
}

impl Fetch for Reader {
    type Item = Message;
    type Error = NatsError;
    type Batch = vec::IntoIter<Message>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, NatsError>>> {
        loop {
            if let Some(consumer) = &mut self.consumer {
                match consumer.poll(cx, most) {
                    Poll::Pending if !consumer.is_lost() => return Poll::Pending,
                    Poll::Ready(Ok(messages)) if !messages.is_empty() => {
                        self.last = messages.last().map(Message::sequence);
                        return Poll::Ready(Some(Ok(messages.into_iter())));
                    }
                    Poll::Ready(Err(failure)) => return Poll::Ready(Some(Err(failure))),
                    Poll::Pending | Poll::Ready(Ok(_)) => self.consumer = None,
                }
            }
            let (options, last) = (&self.options, self.last);
            let task = self.task.get_or_insert_with(|| Box::pin(options.clone().create(last)));
            let _guard = options.connection.runtime.enter(); // whoever polls need not be in it
            let created = ready!(task.as_mut().poll(cx));
            self.task = None;
            match created {
                Ok(remote) => self.consumer = Some(Consumer::new(remote)),
                Err(failure) => return Poll::Ready(Some(Err(failure))),
            }
        }
    }
}
