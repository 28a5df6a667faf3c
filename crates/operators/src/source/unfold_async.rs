use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{FromStream, from_stream};
use crate::scheduler::Scheduler;

/// Gives what the futures give that `f` makes of a state, until one gives nothing: an element, and the
/// next state.
///
/// # Demand
///
/// One future at a time, made when an element is requested, and polled on a worker of `scheduler`;
/// behaves as [`from_stream`](crate::from_stream).
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::unfold_async;
///
/// let threads = ThreadScheduler::new("pages");
/// let pages = unfold_async(1, &threads, |page| async move { (page < 4).then_some((page, page + 1)) });
/// assert_eq!(pages.collect::<Vec<_>>().block().unwrap(), [1, 2, 3]);
/// ```
#[doc(alias = "unfoldAsync")]
pub fn unfold_async<A, T, F, Fut>(
    state: A,
    scheduler: &dyn Scheduler,
    f: F,
) -> FromStream<UnfoldStream<A, F, Fut>>
where
    A: Send + 'static,
    T: Send + 'static,
    F: FnMut(A) -> Fut + Send + 'static,
    Fut: Future<Output = Option<(T, A)>> + Send + 'static,
{
    from_stream(UnfoldStream { state: Some(state), future: None, f }, scheduler)
}

/// Stream of [`unfold_async`].
pub struct UnfoldStream<A, F, Fut> {
    /// Gone while there is a future, and at the end.
    state: Option<A>,
    future: Option<Pin<Box<Fut>>>,
    f: F,
}

opaque!(UnfoldStream<A, F, Fut>);

// The future is in a box, and nothing else is ever pinned.
impl<A, F, Fut> Unpin for UnfoldStream<A, F, Fut> {}

impl<A, T, F, Fut> Stream for UnfoldStream<A, F, Fut>
where
    F: FnMut(A) -> Fut,
    Fut: Future<Output = Option<(T, A)>>,
{
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        if let Some(state) = this.state.take() {
            this.future = Some(Box::pin((this.f)(state)));
        }
        let Some(future) = &mut this.future else { return Poll::Ready(None) };
        let output = ready!(future.as_mut().poll(context));
        this.future = None;
        Poll::Ready(output.map(|(item, state)| {
            this.state = Some(state);
            item
        }))
    }
}
