use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use reactive_streams_operators::Fetch;
use reactive_streams_operators::delivery::Acknowledge;
use reactive_streams_operators::ext::Carries;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::buffer::{Buffer, Next};
use crate::deliveries::Reader;
use crate::operator::SpillFailed;
use crate::{SpillAcknowledgement, SpillQueue};

/// The end from which elements are taken.
pub(crate) struct Outlet<T, E> {
    buffer: Arc<Buffer<T, E>>,
    reader: Reader<T>,
    /// Of the elements that were handed over last, and have been delivered when more are asked for.
    delivered: Vec<SpillAcknowledgement>,
}

impl<T: DeserializeOwned + Send + 'static, E> Outlet<T, E> {
    pub(super) fn new(buffer: Arc<Buffer<T, E>>, queue: &SpillQueue<T>) -> Self {
        Self { buffer, reader: Reader::new(queue.core()), delivered: Vec::new() }
    }
}

impl<T, E> Fetch for Outlet<T, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: Carries<SpillFailed<T>> + Send + 'static,
{
    type Item = T;
    type Error = E;
    type Batch = vec::IntoIter<T>;

    fn poll_fetch(
        &mut self,
        cx: &mut Context<'_>,
        most: NonZeroUsize,
    ) -> Poll<Option<Result<Self::Batch, E>>> {
        self.delivered.drain(..).for_each(Acknowledge::acknowledge);
        loop {
            match self.buffer.next(most.get(), cx.waker()) {
                Next::Give(elements) => return Poll::Ready(Some(Ok(elements.into_iter()))),
                Next::Failed(failed) => return Poll::Ready(Some(Err(E::from(failed)))),
                Next::End(end) => return Poll::Ready(end.map(Err)),
                Next::Wait => return Poll::Pending,
                Next::Read { written } => match self.reader.read(most) {
                    Err(error) => return Poll::Ready(Some(Err(E::from(error.into())))),
                    Ok(deliveries) if deliveries.is_empty() => {
                        self.buffer.is_read(written);
                    }
                    Ok(deliveries) => {
                        let (elements, acknowledgements): (Vec<_>, Vec<_>) =
                            deliveries.into_iter().map(|delivery| delivery.into_parts()).unzip();
                        self.delivered = acknowledgements;
                        return Poll::Ready(Some(Ok(elements.into_iter())));
                    }
                },
            }
        }
    }
}

impl<T, E> Drop for Outlet<T, E> {
    fn drop(&mut self) {
        self.buffer.stock.close();
    }
}
