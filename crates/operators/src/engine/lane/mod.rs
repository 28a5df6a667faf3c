//! Sub-streams: what one upstream brings, taken apart into lanes that are subscribed and drained each
//! for itself.
//!
//! A lane is a queue without a bound of its own. What bounds all of them together is [`Credit`]: the
//! upstream is asked for so many elements, and for more when some have been taken out of a lane.

mod credit;
mod feed;
mod queue;
mod receiver;

use std::collections::VecDeque;
use std::sync::Arc;

use reactive_streams::Subscriber;

pub(crate) use credit::Credit;
use feed::LaneFeed;
use queue::Queue;
use receiver::Receiver;

use super::{Boxed, Drain, End};

/// The end of a lane at which elements come out; dropping it closes the lane.
pub(crate) struct LaneOut<T: Send + 'static, E: Send + 'static>(LaneFeed<T, E>);

impl<T: Send + 'static, E: Send + 'static> LaneOut<T, E> {
    pub(crate) fn subscribe<S: Subscriber<T, E>>(self, subscriber: S) {
        let drain = Drain::new(None, None);
        self.0.connect(Arc::clone(&drain) as Arc<dyn Receiver<T>>);
        drain.start(self.0, Boxed::new(subscriber));
    }
}

/// The end of a lane at which elements go in.
pub(crate) struct LaneIn<T, E> {
    queue: Arc<Queue<T, E>>,
    block: VecDeque<T>,
    /// Known when something has been put into a lane after it was subscribed.
    receiver: Option<Arc<dyn Receiver<T>>>,
}

/// What has become of elements that were put into a lane.
pub(crate) struct Flushed<T> {
    /// How many have been delivered at once, and do not wait in it.
    pub(crate) delivered: u64,
    /// What a closed lane does not take.
    pub(crate) refused: Option<VecDeque<T>>,
}

/// A lane whose elements count against `credit`.
pub(crate) fn lane<T, E>(credit: &Arc<Credit>) -> (LaneIn<T, E>, LaneOut<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    ends(Queue::new(Arc::clone(credit), true))
}

/// The lane of the other lanes: it wants the upstream as they do, and counts nothing.
pub(crate) fn main_lane<T, E>(credit: &Arc<Credit>) -> (LaneIn<T, E>, LaneOut<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    ends(Queue::new(Arc::clone(credit), false))
}

fn ends<T, E>(queue: Queue<T, E>) -> (LaneIn<T, E>, LaneOut<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    let queue = Arc::new(queue);
    let feed = LaneFeed::new(Arc::clone(&queue));
    (LaneIn { queue, block: VecDeque::new(), receiver: None }, LaneOut(feed))
}

impl<T, E> LaneIn<T, E> {
    /// How many elements are kept back at most, so that they go on as one.
    pub(crate) const BLOCK: usize = 64;

    /// Keeps an element back until [`flush`](Self::flush), and tells how many there are.
    pub(crate) fn keep(&mut self, item: T) -> usize {
        self.block.push_back(item);
        self.block.len()
    }

    /// Puts what was kept back into the lane.
    pub(crate) fn flush(&mut self) -> Flushed<T> {
        let kept = self.block.len();
        if self.receiver.is_none() {
            self.receiver = self.queue.receiver();
        }
        if let Some(receiver) = &self.receiver {
            receiver.deliver(&mut self.block);
        }
        let delivered = (kept - self.block.len()) as u64;
        let refused = if self.block.is_empty() {
            None
        } else {
            self.queue.push(&mut self.block, &mut self.receiver).err()
        };
        Flushed { delivered, refused }
    }

    /// Whether nobody takes elements any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    /// Ends the lane, after what is in it.
    pub(crate) fn end(mut self, end: End<E>)
    where
        E: Send + 'static,
    {
        // What a closed lane refuses has nowhere to go.
        let delivered = self.flush().delivered;
        self.queue.used(delivered);
        self.queue.end(end, false);
    }

    /// Ends the lane by failure, which overtakes what is in it (§4.2).
    pub(crate) fn fail(self, error: E)
    where
        E: Send + 'static,
    {
        self.queue.end(End::Error(error), true);
    }
}
