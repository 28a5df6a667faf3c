use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Subscriber, Subscription};

use super::WindowPublisher;
use super::interest::Interest;
use crate::engine::{End, Feed, PrefetchFeed, Push, Signal, SubstreamSender, substream};
use crate::source::ChannelPublisher;

/// Says where a stream is cut into windows.
pub(super) trait Cut<E>: Send + 'static {
    /// Whether a window is opened before there is an element for it.
    const EAGER: bool;

    /// A window has been opened.
    fn opened(&mut self);

    /// What is to become of the window that is open.
    fn look(&mut self) -> Look<E>;

    /// An element has gone into the window; whether it is full.
    fn is_full(&mut self) -> bool;
}

pub(super) enum Look<E> {
    /// It stays open.
    Stay,
    /// It ends, and another one follows.
    Cut,
    /// It ends, and the whole stream with it.
    End(End<E>),
}

/// Moves elements from the upstream into one window after another, and windows to the downstream.
///
/// It is the feed of a drain that gives nothing to [`Nobody`]: the windows and the downstream may each
/// be cancelled, and the open window goes on without the downstream.
pub(super) struct Splitter<T, E, C> {
    queue: PrefetchFeed<T, E>,
    /// Has come, and waits for a window to have room for it.
    held: Option<T>,
    window: Option<SubstreamSender<T, E>>,
    /// Gone at the end.
    outer: Option<SubstreamSender<WindowPublisher<T, E>, E>>,
    interest: Arc<Interest>,
    cut: C,
    capacity: NonZeroUsize,
}

impl<T, E, C> Splitter<T, E, C>
where
    T: Send + 'static,
    E: Clone + Send + 'static,
    C: Cut<E>,
{
    /// A splitter, and the stream of its windows.
    pub(super) fn new(
        queue: PrefetchFeed<T, E>,
        cut: C,
        capacity: NonZeroUsize,
        interest: Arc<Interest>,
    ) -> (Self, ChannelPublisher<WindowPublisher<T, E>, E>) {
        let (outer, windows) = substream(NonZeroUsize::MIN, Waker::from(Arc::clone(&interest)));
        interest.set_outer(outer.gone());
        let outer = Some(outer);
        (Self { queue, held: None, window: None, outer, interest, cut, capacity }, windows)
    }

    /// Whether to wait: elements are dropped for a window that was cancelled only if that leads to the
    /// next, or cancelling would take as long as the upstream has elements.
    fn is_held(&self) -> bool {
        let window_gone = self.window.as_ref().is_some_and(SubstreamSender::is_gone);
        window_gone && !self.outer.as_ref().is_some_and(SubstreamSender::is_starving)
    }

    /// The window that is open, or a new one if the downstream has requested it.
    fn open(&mut self) -> Option<&mut SubstreamSender<T, E>> {
        if self.window.is_none() {
            let outer = self.outer.as_mut().filter(|outer| outer.is_starving())?;
            let waker = Waker::from(Arc::clone(&self.interest));
            let (sender, window) = substream(self.capacity, waker.clone());
            self.interest.add_window(sender.gone());
            // If the downstream goes at this moment, the window has gone with it.
            outer.push(WindowPublisher::new(window), &waker);
            self.window = Some(sender);
            self.cut.opened();
        }
        self.window.as_mut()
    }

    fn close(&mut self, end: End<E>) {
        if let Some(window) = self.window.take() {
            self.interest.remove_window(0);
            window.end(end);
        }
    }

    /// Moves what can be moved; tells how the stream ends if it does.
    fn split(&mut self) -> Option<End<E>> {
        loop {
            if let Some(error) = self.queue.error() {
                return Some(error);
            }
            if self.interest.is_gone() {
                return Some(End::Complete);
            }
            if self.window.is_some() {
                match self.cut.look() {
                    Look::Stay => {}
                    Look::Cut => {
                        self.close(End::Complete);
                        continue;
                    }
                    Look::End(end) => return Some(end),
                }
            }
            if self.is_held() {
                return None;
            }
            let ended = self.queue.is_ended(); // first: what was queued before is then in sight
            let Some(item) = self.held.take().or_else(|| self.queue.pop()) else {
                if ended {
                    return self.queue.end();
                }
                if C::EAGER && self.window.is_none() && self.open().is_some() {
                    continue;
                }
                return None;
            };
            if let Some(refused) = self.put(item) {
                self.held = Some(refused);
                return None;
            }
        }
    }

    /// Puts an element into the window; gives it back if it has to wait.
    fn put(&mut self, item: T) -> Option<T> {
        let waker = Waker::from(Arc::clone(&self.interest));
        let Some(window) = self.open() else { return Some(item) };
        match window.push(item, &waker) {
            Push::Full(item) => return Some(item),
            Push::Gone(item) => drop(item), // the window has been cancelled, the next has not
            Push::Taken => {}
        }
        if self.cut.is_full() {
            self.close(End::Complete);
        }
        None
    }
}

impl<T, E, C> Feed for Splitter<T, E, C>
where
    T: Send + 'static,
    E: Clone + Send + 'static,
    C: Cut<E>,
{
    type Item = Infallible;
    type Error = Infallible;

    fn next(&mut self, _wanted: bool) -> Signal<Infallible, Infallible> {
        let Some(end) = self.split() else { return Signal::Wait };
        self.close(end.clone());
        if let Some(outer) = self.outer.take() {
            outer.end(end);
        }
        Signal::End(End::Complete)
    }
}

/// Takes nothing from a drain whose feed does all the work.
pub(in super::super) struct Nobody;

impl Subscriber<Infallible, Infallible> for Nobody {
    fn on_subscribe(&mut self, _subscription: Arc<dyn Subscription>) {}

    fn on_next(&mut self, item: Infallible) {
        match item {}
    }

    fn on_error(self, error: Infallible) {
        match error {}
    }

    fn on_complete(self) {}
}
