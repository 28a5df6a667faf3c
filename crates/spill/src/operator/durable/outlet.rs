use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use reactive_streams_operators::Fetch;
use reactive_streams_operators::delivery::Delivery;
use reactive_streams_operators::ext::Carries;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::writer::{Writer, Written};
use crate::deliveries::Reader;
use crate::operator::SpillFailed;
use crate::{SpillAcknowledgement, SpillQueue};

/// The end from which deliveries are taken.
pub(crate) struct Outlet<T, E> {
    writer: Arc<Writer<T, E>>,
    reader: Reader<T>,
}

impl<T: DeserializeOwned + Send + 'static, E> Outlet<T, E> {
    pub(super) fn new(writer: Arc<Writer<T, E>>, queue: &SpillQueue<T>) -> Self {
        Self { writer, reader: Reader::new(queue.core()) }
    }
}

impl<T, E> Fetch for Outlet<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Carries<SpillFailed<T>> + Send + 'static,
{
    type Item = Delivery<T, SpillAcknowledgement>;
    type Error = E;
    type Batch = vec::IntoIter<Self::Item>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, E>>> {
        let written = self.writer.written(cx.waker().clone()); // first, for nothing is stored after the end
        if let Written::Upstream(error) = written {
            return Poll::Ready(Some(Err(error)));
        }
        match self.reader.poll_fetch(cx, most) {
            Poll::Pending => match written {
                Written::Goes | Written::Upstream(_) => Poll::Pending,
                Written::All => Poll::Ready(None),
                Written::Failed(failed) => Poll::Ready(Some(Err(E::from(failed)))),
            },
            Poll::Ready(polled) => {
                if let Written::Failed(failed) = written {
                    self.writer.fail_later(failed); // after what is stored
                }
                Poll::Ready(polled.map(|polled| polled.map_err(|error| E::from(error.into()))))
            }
        }
    }
}

impl<T, E> Drop for Outlet<T, E> {
    fn drop(&mut self) {
        self.writer.stock.close();
    }
}
