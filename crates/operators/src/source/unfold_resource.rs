use reactive_streams::{Publisher, Subscriber};

use super::generate::CallFeed;
use super::resource::Resource;
use crate::engine::PullSource;

/// Opens a resource, gives what `read` gives until that is nothing, and closes it.
///
/// It is closed exactly once, whatever ends the stream: completion and error (before they are passed on),
/// cancel, a panic, a future or an outcome that is dropped.
///
/// # Demand
///
/// It is opened when the first element is requested. `read` is called for each element, when that is
/// requested, on the thread that requests.
///
/// # Errors
///
/// An error of `open` is the error of the stream, and there is nothing to close; so is one of `read`.
///
/// # Panics
///
/// A panic of `open` or `read` drops the subscriber, and unwinds to whoever requested. One of `close`
/// unwinds to whoever ended the stream; while another panic unwinds, it aborts the process.
///
/// ```
/// use std::io::{self, BufRead};
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::unfold_resource;
///
/// let lines = unfold_resource(
///     || Ok(io::Cursor::new("to be\nor not")),
///     |text| text.lines().next().transpose(),
///     drop,
/// );
/// let lines = lines.map_err(|error: io::Error| error.kind()).collect::<Vec<_>>().block();
/// assert_eq!(lines.unwrap(), ["to be", "or not"]);
/// ```
#[doc(alias = "unfoldResourceAsync")]
pub fn unfold_resource<O, R, T, E, F, C>(open: O, read: F, close: C) -> UnfoldResource<O, F, C>
where
    O: FnOnce() -> Result<R, E> + Send + 'static,
    R: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&mut R) -> Result<Option<T>, E> + Send + 'static,
    C: FnOnce(R) + Send + 'static,
{
    UnfoldResource { open, read, close }
}

/// Publisher for [`unfold_resource`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct UnfoldResource<O, F, C> {
    open: O,
    read: F,
    close: C,
}

opaque!(UnfoldResource<O, F, C>);

impl<O, R, T, E, F, C> Publisher for UnfoldResource<O, F, C>
where
    O: FnOnce() -> Result<R, E> + Send + 'static,
    R: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(&mut R) -> Result<Option<T>, E> + Send + 'static,
    C: FnOnce(R) + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let Self { open, mut read, close } = self;
        let mut closed = Some((open, close));
        let mut opened = None;
        let next = move || {
            if let Some((open, close)) = closed.take() {
                opened = Some(Resource::new(open()?, close));
            }
            opened.as_mut().map_or(Ok(None), |resource| read(resource.get()))
        };
        PullSource::start(CallFeed(next), subscriber);
    }
}
