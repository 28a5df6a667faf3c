use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reactive_streams::Publisher;

use super::{Carries, publisher};
use crate::operator::{
    BufferBoundary, BufferWhen, ChunksTimeout, MapErr, TooManyOpen, WindowBoundary,
    WindowPublisher, WindowTimeout, WindowWhen, absurd,
};
use crate::scheduler::Scheduler;
use crate::source::{Interval, Missed, interval};

/// Operators that cut a stream where time, or another publisher, says: into chunks, or into streams.
///
/// None of them fails for want of demand: a chunk is held until it is requested.
pub trait WindowExt: Publisher {
    /// Gives elements in chunks of `size`, and smaller ones when the first element of a chunk has waited
    /// for `limit`, or the upstream completes.
    ///
    /// # Demand
    ///
    /// Requests four times `size` elements at once, and three quarters of that whenever so many have
    /// gone into chunks. One chunk is collected at a time, and is held until it is requested: the
    /// `limit` says when a chunk may be given, and no chunk is ever empty or larger than `size`.
    ///
    /// # Errors
    ///
    /// An error is passed on at once: elements that wait are dropped. Signals come on a worker of
    /// `scheduler`. Cancel goes to the upstream at once, and drops what waits. When the scheduler has
    /// shut down, the upstream is cancelled and the subscriber dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &clock).take(5);
    /// let size = NonZeroUsize::new(3).unwrap();
    /// let chunks = ticks.chunks_timeout(size, Duration::from_millis(1500), &clock);
    /// let mut chunks = chunks.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(9));
    /// assert_eq!(chunks.try_take().unwrap().unwrap(), [vec![0, 1], vec![2, 3], vec![4]]);
    /// ```
    #[doc(alias = "bufferTimeout")]
    #[doc(alias = "buffer")]
    #[doc(alias = "groupedWithin")]
    fn chunks_timeout(
        self,
        size: NonZeroUsize,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> ChunksTimeout<Self> {
        let worker = Arc::from(scheduler.worker());
        let chunks = ChunksTimeout::new(self, size, limit, worker);
        publisher::<Vec<Self::Item>, Self::Error, _>(chunks)
    }

    /// Gives, whenever a `period` has passed, a chunk of the elements that have come since the last one.
    ///
    /// As [`buffer_boundary`](Self::buffer_boundary) with the ticks of an [`interval`]. Without demand
    /// the chunk is held, and the ticks are dropped until it has been given.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_millis(400), &clock).take(5);
    /// let most = NonZeroUsize::new(100).unwrap();
    /// let chunks = ticks.chunks_every(Duration::from_secs(1), &clock, most);
    /// let mut chunks = chunks.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(3));
    /// # assert_eq!(chunks.try_take().unwrap().unwrap().concat(), [0, 1, 2, 3, 4]);
    /// // for example [[0, 1], [2, 3], [4]]
    /// ```
    #[doc(alias = "buffer")]
    fn chunks_every(
        self,
        period: Duration,
        scheduler: &dyn Scheduler,
        capacity: NonZeroUsize,
    ) -> BufferBoundary<Self, MapErr<Interval, fn(Infallible) -> Self::Error>> {
        let ticks = interval(period, scheduler).missed(Missed::Drop);
        self.buffer_boundary(MapErr::new(ticks, absurd), capacity)
    }

    /// Gives, whenever `boundaries` gives an element, a chunk of the elements that have come since the
    /// last one; it may be empty.
    ///
    /// When the upstream or `boundaries` completes, it gives what is left, if that is something, and
    /// completes.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have gone into chunks. A chunk has at most `capacity` of them; while there are so many, `capacity`
    /// more wait at most. One boundary is requested at a time, the next when the chunk has been given.
    /// Without demand the chunk is held, and goes on growing.
    ///
    /// # Errors
    ///
    /// An error of either is passed on at once, and cancels the other: elements that wait are dropped.
    /// A chunk is given on the thread on which the boundary comes, or that on which it is requested.
    /// Cancel goes to both, and drops what waits.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::channel;
    /// use reactive_streams_operators::prelude::*;
    ///
    /// let hundred = NonZeroUsize::new(100).unwrap();
    /// let (numbers, upstream) = channel::<u32, Infallible>(hundred);
    /// let (cut, cuts) = channel(NonZeroUsize::MIN);
    /// let mut chunks = upstream.buffer_boundary(cuts, hundred).collect::<Vec<_>>().start();
    /// (0..3).for_each(|n| numbers.try_send(n).unwrap());
    /// cut.try_send(()).unwrap();
    /// (3..5).for_each(|n| numbers.try_send(n).unwrap());
    /// drop(numbers);
    /// assert_eq!(chunks.try_take().unwrap().unwrap(), [vec![0, 1, 2], vec![3, 4]]);
    /// ```
    #[doc(alias = "buffer")]
    fn buffer_boundary<B>(self, boundaries: B, capacity: NonZeroUsize) -> BufferBoundary<Self, B>
    where
        B: Publisher<Error = Self::Error>,
    {
        let chunks = BufferBoundary::new(self, boundaries, capacity);
        publisher::<Vec<Self::Item>, Self::Error, _>(chunks)
    }

    /// Gives batches that `openings` opens, each with the elements that come until the publisher that
    /// `closing` makes of the opening gives an element or completes; they may overlap, and be empty.
    ///
    /// Elements that come while no batch is open are dropped, and an element is cloned for each batch but
    /// one. Batches are given in the order in which they are closed. When the upstream completes, so do
    /// all that are open. When `openings` completes, the last batch to be closed is the last of all.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been taken. A batch has at most `capacity` of them; while there are so many, `capacity` more
    /// wait at most, until that batch is closed. One opening is requested at a time, and one element of
    /// each `closing`. Without demand a batch that is closed is held, and no opening is requested; if no
    /// batch is open then, the upstream is held as well.
    ///
    /// # Errors
    ///
    /// An opening while `max_open` batches are open fails the stream with [`TooManyOpen`]. An error of
    /// anyone is passed on at once, and cancels the others: elements that wait are dropped. Signals come
    /// on the thread on which the element, the opening or the closing comes, or that on which they are
    /// requested. Cancel goes to all, and drops what waits. If `closing` panics everything is dropped;
    /// the panic unwinds to whoever brought the opening.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::sync::Arc;
    /// use std::time::Duration;
    /// use reactive_streams_operators::operator::TooManyOpen;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    /// use reactive_streams_operators::{interval, timer};
    ///
    /// let clock = Arc::new(DeterministicScheduler::new(1));
    /// let at = Duration::from_millis;
    /// let ticks = interval(at(1000), &*clock).take(7).fallible::<TooManyOpen>();
    /// // Every two seconds a batch of three.
    /// let openings = interval(at(2000), &*clock).delay_subscription(at(500), &*clock).fallible();
    /// let (three, most) = (at(3000), NonZeroUsize::new(100).unwrap());
    /// let closing_clock = Arc::clone(&clock);
    /// let closing = move |_| timer(three, &*closing_clock).fallible();
    /// let batches = ticks.buffer_when(openings, closing, NonZeroUsize::new(2).unwrap(), most);
    /// let mut batches = batches.collect::<Vec<_>>().start();
    /// clock.advance(at(9000));
    /// let expected = [vec![2, 3, 4], vec![4, 5, 6], vec![6]];
    /// assert_eq!(batches.try_take().unwrap().unwrap(), expected);
    /// ```
    #[doc(alias = "bufferWhen")]
    #[doc(alias = "buffer")]
    fn buffer_when<O, Q, F>(
        self,
        openings: O,
        closing: F,
        max_open: NonZeroUsize,
        capacity: NonZeroUsize,
    ) -> BufferWhen<Self, O, F>
    where
        Self::Item: Clone,
        Self::Error: Carries<TooManyOpen>,
        O: Publisher<Error = Self::Error>,
        Q: Publisher<Error = Self::Error>,
        F: FnMut(O::Item) -> Q + Send + 'static,
    {
        let batches = BufferWhen::new(self, openings, closing, max_open, capacity);
        publisher::<Vec<Self::Item>, Self::Error, _>(batches)
    }

    /// Gives what comes in each `period` as a stream of its own.
    ///
    /// As [`window_boundary`](Self::window_boundary) with the ticks of an [`interval`]. While no window
    /// is open, for none is requested, ticks are dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_millis(400), &clock).take(5);
    /// let most = NonZeroUsize::new(100).unwrap();
    /// let windows = ticks.window_every(Duration::from_secs(1), &clock, most);
    /// let mut sums = windows.concat_map(|window| window.fold(0, |sum, n| sum + n)).collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(3));
    /// assert_eq!(sums.try_take().unwrap().unwrap(), [0 + 1, 2 + 3, 4]);
    /// ```
    #[doc(alias = "window")]
    fn window_every(
        self,
        period: Duration,
        scheduler: &dyn Scheduler,
        capacity: NonZeroUsize,
    ) -> WindowBoundary<Self, MapErr<Interval, fn(Infallible) -> Self::Error>>
    where
        Self: Publisher<Error: Clone>,
    {
        let ticks = interval(period, scheduler).missed(Missed::Drop);
        self.window_boundary(MapErr::new(ticks, absurd), capacity)
    }

    /// Gives what comes between two elements of `boundaries` as a stream of its own; it may be empty.
    ///
    /// A window is opened when it is requested and the one before it has completed.
    /// When the upstream or `boundaries` completes, so do the last window and the stream of windows. If
    /// that is cancelled, the window that is open goes on to its end.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have gone into windows. Up to `capacity` elements wait in a window, also before it is subscribed;
    /// when it is full the upstream is held, so take each window, or drop it. While no window is open
    /// the upstream is held as well. One boundary is requested at a time, when there is a window for it
    /// to end.
    ///
    /// # Errors
    ///
    /// An error of either ends the window that is open, after what waits in it, and the stream of
    /// windows. Cancel of both goes to the upstream and to `boundaries`. Signals come on the thread on
    /// which the element or the boundary comes, or that on which they are requested.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{never, range};
    ///
    /// let most = NonZeroUsize::new(16).unwrap();
    /// let windows = range(0..5).window_boundary(never::<()>(), most);
    /// let all = windows.concat_map(|window| window).collect::<Vec<_>>().block();
    /// assert_eq!(all.unwrap(), [0, 1, 2, 3, 4]);
    /// ```
    #[doc(alias = "window")]
    fn window_boundary<B>(self, boundaries: B, capacity: NonZeroUsize) -> WindowBoundary<Self, B>
    where
        Self: Publisher<Error: Clone>,
        B: Publisher<Error = Self::Error>,
    {
        let windows = WindowBoundary::new(self, boundaries, capacity);
        publisher::<WindowPublisher<Self::Item, Self::Error>, Self::Error, _>(windows)
    }

    /// Gives the elements in streams of `size`, or fewer when `limit` has passed since the first.
    ///
    /// A window is opened for its first element, when it is requested, so none is empty. When the upstream completes, so do
    /// the last window and the stream of windows. If that is cancelled, the window that is open goes on
    /// to its end.
    ///
    /// # Demand
    ///
    /// Requests `size` elements at once, and three quarters of that (rounded up) whenever so many have
    /// gone into windows. The elements of a window wait in it, also before it is subscribed. While no
    /// window is requested and none is open, the upstream is held.
    ///
    /// # Errors
    ///
    /// An error ends the window that is open, after what waits in it, and the stream of windows. Cancel
    /// of both goes to the upstream. Signals come on a worker of `scheduler`, or the thread on which they
    /// are requested. When the scheduler has shut down, the upstream is cancelled and the subscribers
    /// dropped.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use std::time::Duration;
    /// use reactive_streams_operators::interval;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::scheduler::DeterministicScheduler;
    ///
    /// let clock = DeterministicScheduler::new(1);
    /// let ticks = interval(Duration::from_secs(1), &clock).take(5);
    /// let size = NonZeroUsize::new(3).unwrap();
    /// let windows = ticks.window_timeout(size, Duration::from_millis(1500), &clock);
    /// let counts = windows.concat_map(|window| window.fold(0, |count, _| count + 1));
    /// let mut counts = counts.collect::<Vec<_>>().start();
    /// clock.advance(Duration::from_secs(9));
    /// assert_eq!(counts.try_take().unwrap().unwrap(), [2, 2, 1]);
    /// ```
    #[doc(alias = "windowTimeout")]
    #[doc(alias = "window")]
    fn window_timeout(
        self,
        size: NonZeroUsize,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> WindowTimeout<Self>
    where
        Self: Publisher<Error: Clone>,
    {
        let worker = Arc::from(scheduler.worker());
        let windows = WindowTimeout::new(self, size, limit, worker);
        publisher::<WindowPublisher<Self::Item, Self::Error>, Self::Error, _>(windows)
    }

    /// Gives streams that `openings` opens, each with the elements that come until the publisher that
    /// `closing` makes of the opening gives an element or completes; they may overlap, and be empty.
    ///
    /// Elements that come while no window is open are dropped, and an element is cloned for each window
    /// but one. When the upstream completes, so do all that are open, and the stream of windows. When
    /// `openings` completes, that stream ends with the last window to be closed. If it is cancelled, the
    /// windows that are open go on to their end.
    ///
    /// # Demand
    ///
    /// Requests `capacity` elements at once, and three quarters of that (rounded up) whenever so many
    /// have been taken. Up to `capacity` elements wait in a window, also before it is subscribed; when one
    /// is full the upstream is held, and so is the end of that window, so take each, or drop it. One
    /// opening is requested at once, and another whenever a window is requested and none waits; one
    /// element of each `closing`. While no window is open and none is requested the upstream is held.
    ///
    /// # Errors
    ///
    /// An opening while `max_open` windows are open fails the stream with [`TooManyOpen`]. An error of
    /// anyone ends the windows that are open, after what waits in them, and the stream of windows. Cancel
    /// of that and all windows goes to the upstream, to `openings` and to each `closing`; that of one
    /// window to its own. Signals come on the thread on which the element, the opening or the closing
    /// comes, or that on which they are requested. If `closing` panics everything is dropped; the panic
    /// unwinds to whoever brought the opening.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use reactive_streams_operators::operator::TooManyOpen;
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{never, range};
    ///
    /// let (two, most) = (NonZeroUsize::new(2).unwrap(), NonZeroUsize::new(16).unwrap());
    /// let numbers = range(1..4).fallible::<TooManyOpen>();
    /// // Two windows of everything.
    /// let (openings, never) = (range(0..2).fallible(), |_| never::<()>().fallible());
    /// let windows = numbers.window_when(openings, never, two, most);
    /// let sums = windows.flat_map(two, |window| window.fold(0, |sum, n| sum + n));
    /// assert_eq!(sums.collect::<Vec<_>>().block().unwrap(), [1 + 2 + 3, 1 + 2 + 3]);
    /// ```
    #[doc(alias = "windowWhen")]
    #[doc(alias = "window")]
    fn window_when<O, Q, F>(
        self,
        openings: O,
        closing: F,
        max_open: NonZeroUsize,
        capacity: NonZeroUsize,
    ) -> WindowWhen<Self, O, F>
    where
        Self::Item: Clone,
        Self::Error: Carries<TooManyOpen> + Clone,
        O: Publisher<Error = Self::Error>,
        Q: Publisher<Error = Self::Error>,
        F: FnMut(O::Item) -> Q + Send + 'static,
    {
        let windows = WindowWhen::new(self, openings, closing, max_open, capacity);
        publisher::<WindowPublisher<Self::Item, Self::Error>, Self::Error, _>(windows)
    }
}

impl<P: Publisher> WindowExt for P {}
