use crate::Publisher;

/// Somebody who wants the elements of a publisher and lets the publisher say how it gives them.
///
/// A chain like source, map, filter, fold on one thread has no border at which anybody could observe
/// demand, so it need not keep any. [`Publisher::drive`] lets a source that is an iterator hand over
/// that iterator; operators wrap the driver, and the loop at the end of the chain compiles to the
/// loop that one would write by hand. The choice is made by types alone. A publisher that does not
/// override `drive` is subscribed, which is always correct.
///
/// This is for owners of a loop or a queue (sinks, `zip`, `concat_map`, `publish_on`). A publisher
/// need not know that it exists, and a user never sees it.
///
/// # Contract
///
/// Taking either branch must be invisible: the same elements, the same order of user calls, the same
/// behaviour on cancel and panic. A publisher whose signals cross a thread, or whose demand somebody
/// watches, does not override [`Publisher::drive`].
///
/// Cancelling has to stop a stream that gives nothing, too. An iterator whose `next` may go through any
/// number of elements before it has one, as that of a filter does, is handed only to a driver that is
/// not [`CANCELLABLE`](Self::CANCELLABLE).
///
/// ```
/// use reactive_streams::{Driver, Publisher, Subscriber};
///
/// /// Counts the elements when the source is an iterator, and says so when it is not.
/// struct Count;
///
/// impl<T: Send + 'static, E: Send + 'static> Driver<T, E> for Count {
///     type Output = Result<usize, &'static str>;
///
///     fn push<P: Publisher<Item = T, Error = E>>(self, _publisher: P) -> Self::Output {
///         Err("this one has to be subscribed")
///     }
///
///     fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> Self::Output {
///         Ok(iterator.count())
///     }
/// }
///
/// struct Custom;
///
/// impl Publisher for Custom {
///     type Item = u8;
///     type Error = std::convert::Infallible;
///     fn subscribe<S: Subscriber<u8, Self::Error>>(self, _subscriber: S) { /* … */ }
/// }
///
/// assert!(Custom.drive(Count).is_err()); // `drive` is provided: it pushes
/// ```
pub trait Driver<T, E>: Sized {
    /// What driving gives back.
    type Output;

    /// Whether the stream may be cancelled from elsewhere while an iterator is being pulled.
    ///
    /// `true` is always correct. A sink that runs to the end within [`pull`](Self::pull), before anybody
    /// could hold a handle to it, says `false`; a driver that wraps another says what that one says.
    const CANCELLABLE: bool = true;

    /// The general way: the publisher has to be subscribed.
    fn push<P>(self, publisher: P) -> Self::Output
    where
        P: Publisher<Item = T, Error = E>;

    /// The short way: the publisher is this iterator, and completes where the iterator ends.
    ///
    /// Dropping the iterator is cancelling.
    fn pull<I>(self, iterator: I) -> Self::Output
    where
        I: Iterator<Item = T> + Send + 'static;
}
