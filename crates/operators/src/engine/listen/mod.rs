//! The engine of operators that look at the signals and change nothing.

mod iterator;
mod link;
mod publisher;
mod subscriber;

use reactive_streams::Demand;

pub use publisher::Listened;

/// What sees the signals of one subscription go by.
///
/// [`listen`](crate::ext::PeekExt::listen) attaches it. Each method does nothing unless it is written.
/// They are called before the downstream gets the signal, on the thread that brings it. If one panics,
/// the stream is over (§2.13).
///
/// ```
/// use reactive_streams_operators::engine::Listener;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// /// Says how many elements there were.
/// struct Count(usize);
///
/// impl<T, E> Listener<T, E> for Count {
///     type Upward = ();
///     fn upward(&mut self) {}
///     fn on_next(&mut self, _item: &T) {
///         self.0 += 1;
///     }
///     fn on_complete(&mut self) {
///         println!("{} elements", self.0);
///     }
/// }
///
/// assert_eq!(range(0..3).listen(Count(0)).collect::<Vec<_>>().block().unwrap(), [0, 1, 2]);
/// ```
pub trait Listener<T, E>: Send + 'static {
    /// What sees the signals that go the other way; `()` if nothing does.
    type Upward: UpwardListener;

    /// Whether it listens to elements, to completion and to errors alone, and not to what follows them.
    /// Such a listener can be fused.
    const FUSES: bool = false;

    /// Whether it listens to completion. A listener that does not costs less when it is fused.
    const LISTENS_TO_COMPLETION: bool = true;

    /// Called when the upstream has subscribed, before the downstream knows of it.
    fn upward(&mut self) -> Self::Upward;

    /// Sees an element.
    fn on_next(&mut self, item: &T) {
        let _ = item;
    }

    /// Sees the error.
    fn on_error(&mut self, error: &E) {
        let _ = error;
    }

    /// Sees the completion.
    fn on_complete(&mut self) {}

    /// Called after the downstream has got its terminal signal.
    fn after_terminate(self)
    where
        Self: Sized,
    {
    }
}

/// What sees the signals of a downstream go by: on any thread, also several at a time.
pub trait UpwardListener: Send + Sync + 'static {
    /// Whether this one sees anything. What does not costs nothing.
    const LISTENS: bool = true;

    /// Sees a request, before the upstream gets it; none once the stream is over.
    fn on_request(&self, demand: Demand) {
        let _ = demand;
    }

    /// Sees the first cancel, before the upstream does; none after a terminal signal.
    fn on_cancel(&self) {}

    /// Called after the upstream has been cancelled for the first time.
    fn after_cancel(&self) {}
}

impl UpwardListener for () {
    const LISTENS: bool = false;
}
