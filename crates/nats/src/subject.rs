use std::fmt;
use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use async_nats::{HeaderMap, Subscriber};
use bytes::Bytes;
use futures_util::Stream;
use reactive_streams::Publisher;
use reactive_streams_operators::operator::{OverflowObserver, OverflowPolicy, OverflowRule};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::TokioScheduler;
use reactive_streams_operators::{Fetch, from_fetch_on};

use crate::nats::Connection;
use crate::{Nats, NatsError};

impl Nats {
    /// The messages of a core subject, or of several (`orders.*`, `orders.>`), from when the server has heard of it.
    ///
    /// Nobody keeps them: what comes while there is no connection is lost, and who publishes cannot be held back. So
    /// `policy` has to say what becomes of what comes while nothing is requested and `capacity` messages wait:
    /// see [`Overflow`](reactive_streams_operators::operator::Overflow). With `Overflow::hold()` the client drops them,
    /// which [`dropped`](Self::dropped) tells of.
    ///
    /// # Demand
    ///
    /// Takes what comes, at once, and delivers what is requested on one of the threads that the runtime has for what
    /// blocks, with up to 32 messages ahead. Who takes long over an element leaves it to the policy what comes
    /// meanwhile, and stops nobody.
    ///
    /// # Errors
    ///
    /// [`NatsError::Subject`], [`NatsError::Closed`], [`NatsError::Overflow`] if the policy is to fail. It never
    /// completes.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_nats::Nats;
    /// use reactive_streams_operators::operator::Overflow;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let nats = Nats::connect("127.0.0.1:4222").await?;
    /// let capacity = NonZeroUsize::new(1000).expect("it is not 0");
    /// let prices = nats.subject("prices.>", capacity, Overflow::drop_oldest().ignore());
    /// prices.for_each(|price| println!("{price:?}")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn subject<R, O>(
        &self,
        subject: &str,
        capacity: NonZeroUsize,
        policy: OverflowPolicy<R, O>,
    ) -> impl Publisher<Item = CoreMessage, Error = NatsError> + use<R, O>
    where
        R: OverflowRule<CoreMessage, NatsError>,
        O: OverflowObserver<CoreMessage>,
    {
        let connection = self.connection();
        let (reads, delivers) =
            (connection.scheduler(), TokioScheduler::blocking(connection.runtime.clone()));
        let reader = Reader { opening: Some(open(connection, subject.to_owned())), messages: None };
        from_fetch_on(reader, &reads).on_overflow(capacity, policy).publish_on(&delivers, AT_A_TIME)
    }
}

const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(32).expect("32 is not 0");

/// A message that no stream has.
#[derive(Clone)]
pub struct CoreMessage(async_nats::Message);

impl CoreMessage {
    /// The subject that it was published to.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// What it holds. To clone it copies nothing.
    pub fn payload(&self) -> &Bytes {
        &self.0.payload
    }

    /// Its headers, if it has any.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_ref()
    }

    /// The subject that an answer is expected on, if there is one.
    pub fn reply(&self) -> Option<&str> {
        self.0.reply.as_deref()
    }
}

impl AsRef<[u8]> for CoreMessage {
    fn as_ref(&self) -> &[u8] {
        self.payload()
    }
}

impl fmt::Debug for CoreMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreMessage")
            .field("subject", &self.subject())
            .field("size", &self.payload().len())
            .finish_non_exhaustive()
    }
}

type Opening = Pin<Box<dyn Future<Output = Result<Subscriber, NatsError>> + Send>>;

fn open(connection: Arc<Connection>, subject: String) -> Opening {
    Box::pin(async move {
        let subscribed = connection.client.subscribe(subject.clone()).await;
        subscribed.map_err(|error| match error.kind() {
            async_nats::SubscribeErrorKind::Other => {
                NatsError::closed(format!("subject {subject}"))
            }
            _ => NatsError::Subject { subject },
        })
    })
}

struct Reader {
    opening: Option<Opening>,
    messages: Option<Subscriber>,
}

impl Reader {
    /// The most that is taken from the client at a time.
    const BATCH: usize = 256;
}

impl Fetch for Reader {
    type Item = CoreMessage;
    type Error = NatsError;
    type Batch = vec::IntoIter<CoreMessage>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, NatsError>>> {
        if let Some(opening) = &mut self.opening {
            let opened = ready!(opening.as_mut().poll(cx));
            self.opening = None;
            match opened {
                Ok(messages) => self.messages = Some(messages),
                Err(failure) => return Poll::Ready(Some(Err(failure))),
            }
        }
        let Some(messages) = &mut self.messages else { return Poll::Ready(None) };
        let mut batch = Vec::new();
        while batch.len() < most.get().min(Self::BATCH) {
            match Pin::new(&mut *messages).poll_next(cx) {
                Poll::Ready(Some(message)) => batch.push(CoreMessage(message)),
                Poll::Ready(None) if batch.is_empty() => {
                    return Poll::Ready(Some(Err(NatsError::closed("a subject"))));
                }
                Poll::Pending if batch.is_empty() => return Poll::Pending,
                Poll::Ready(None) | Poll::Pending => break,
            }
        }
        Poll::Ready(Some(Ok(batch.into_iter())))
    }
}
