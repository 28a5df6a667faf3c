use std::fmt;
use std::mem;
use std::sync::Arc;
use std::task::Waker;

use reactive_streams::{Publisher, Subscriber, Subscription};

use crate::engine::{Arbiter, Drain, End, Feed, Signal};
use crate::mono::{ExactlyOne, Mono, Single, mono};
use crate::sync::{Mutex, lock};

/// Gives `()` when all publishers have completed; their elements are dropped.
///
/// # Demand
///
/// All are subscribed at once, and everything is requested of each. The `()` waits for a request.
///
/// # Errors
///
/// The first error is passed on at once, and cancels the others;
/// [`delay_errors`](Mono::delay_errors) has it wait for them. Cancel goes to all.
///
/// ```
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::{from_runnable, range, when};
///
/// let saved = range(0..3).map(|n| from_runnable::<_, u8>(move || println!("saved {n}")));
/// let saved: Vec<_> = saved.collect().block().unwrap();
/// assert_eq!(when(saved).block(), Ok(()));
/// ```
#[doc(alias = "and")]
#[doc(alias = "merge")]
#[doc(alias = "mergeArray")]
pub fn when<I>(publishers: I) -> Mono<Single<When<I::IntoIter>, ExactlyOne>>
where
    I: IntoIterator<IntoIter: Send + 'static, Item: Publisher>,
{
    mono(When { publishers: publishers.into_iter(), delay_errors: false })
}

/// Publisher for [`when`].
#[derive(Clone)]
#[must_use = "publishers do nothing unless subscribed"]
pub struct When<I> {
    publishers: I,
    delay_errors: bool,
}

impl<I, C> Mono<Single<When<I>, C>> {
    /// Has an error wait until all others have ended; the first one counts.
    ///
    /// ```
    /// use reactive_streams_operators::prelude::*;
    /// use reactive_streams_operators::{SinkError, error, from_runnable, when};
    ///
    /// let saved = from_runnable::<_, u8>(|| println!("saved")).fallible().boxed();
    /// let all = when([error("lost").boxed(), saved]).delay_errors();
    /// assert_eq!(all.block(), Err(SinkError::Upstream("lost"))); // and saved
    /// ```
    #[doc(alias = "whenDelayError")]
    pub fn delay_errors(self) -> Self {
        let When { publishers, .. } = self.into_flux().into_inner();
        Self::new(Single::new(When { publishers, delay_errors: true }))
    }
}

impl<I> fmt::Debug for When<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("When").finish_non_exhaustive()
    }
}

impl<I, P> Publisher for When<I>
where
    I: Iterator<Item = P> + Send + 'static,
    P: Publisher,
{
    type Item = ();
    type Error = P::Error;

    fn subscribe<S: Subscriber<(), P::Error>>(self, subscriber: S) {
        let publishers: Vec<P> = self.publishers.collect();
        let all = || publishers.iter().map(|_| Arc::new(Arbiter::new(u64::MAX)));
        let upstreams: Arc<[Arc<Arbiter>]> = all().collect();
        let (live, delay_errors) = (publishers.len(), self.delay_errors);
        let state = State { live, delay_errors, end: None, over: false };
        let drain = Drain::new(None, None);
        let shared = Arc::new(Shared { state: Mutex::new(state), waker: drain.waker() });
        let upstreams_of_feed = Arc::clone(&upstreams);
        let feed =
            WhenFeed { shared: Arc::clone(&shared), upstreams: upstreams_of_feed, given: false };
        drain.start(feed, subscriber);
        for (publisher, upstream) in publishers.into_iter().zip(upstreams.iter()) {
            let (shared, upstream) = (Arc::clone(&shared), Arc::clone(upstream));
            publisher.subscribe(Waiting { shared, upstream, ended: false });
        }
    }
}

struct Shared<E> {
    state: Mutex<State<E>>,
    waker: Waker,
}

struct State<E> {
    /// How many have not completed, or not ended if errors are to wait.
    live: usize,
    delay_errors: bool,
    /// How the first ended that did not complete; gone when the downstream has been told.
    end: Option<End<E>>,
    over: bool,
}

impl<E> Shared<E> {
    /// One has ended so. The first that does not complete counts; another one is given back.
    fn end(&self, end: End<E>) -> Option<End<E>> {
        let mut state = lock(&self.state);
        if state.delay_errors || matches!(end, End::Complete) {
            state.live -= 1;
        }
        let late = match end {
            End::Complete => None,
            end if mem::replace(&mut state.over, true) => Some(end),
            end => state.end.replace(end),
        };
        drop(state);
        self.waker.wake_by_ref();
        late
    }
}

struct WhenFeed<E> {
    shared: Arc<Shared<E>>,
    upstreams: Arc<[Arc<Arbiter>]>,
    given: bool,
}

impl<E: Send + 'static> Feed for WhenFeed<E> {
    type Item = ();
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<(), E> {
        if self.given {
            return Signal::End(End::Complete);
        }
        let mut state = lock(&self.shared.state);
        let waits = state.delay_errors && state.live > 0;
        if let Some(end) = state.end.take_if(|end| !waits || matches!(end, End::Abandoned)) {
            return Signal::End(end);
        }
        self.given = state.live == 0 && wanted;
        if self.given { Signal::Next(()) } else { Signal::Wait }
    }
}

impl<E> Drop for WhenFeed<E> {
    fn drop(&mut self) {
        self.upstreams.iter().for_each(|upstream| upstream.cancel());
    }
}

/// Waits for one of them.
struct Waiting<E> {
    shared: Arc<Shared<E>>,
    upstream: Arc<Arbiter>,
    ended: bool,
}

impl<E> Waiting<E> {
    fn end(&mut self, end: End<E>) -> Option<End<E>> {
        self.ended = true;
        self.upstream.finish();
        self.shared.end(end)
    }
}

impl<T, E: Send + 'static> Subscriber<T, E> for Waiting<E> {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.upstream.connect(subscription);
    }

    fn on_next(&mut self, _item: T) {}

    fn on_error(mut self, error: E) {
        End::undelivered(self.end(End::Error(error)));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<E> Drop for Waiting<E> {
    fn drop(&mut self) {
        if !self.ended {
            self.end(End::Abandoned);
        }
    }
}
