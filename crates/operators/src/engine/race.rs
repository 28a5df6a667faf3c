use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use reactive_streams::{Burst, Demand, Publisher, Subscriber, Subscription};

use super::{Arbiter, End};
use crate::sync::{AtomicUsize, Mutex, Ordering, lock};

/// Subscribes to the publisher that is first with an element, or with an end if `ends_win`.
///
/// Each of them is asked for the whole demand: only what the winner gives counts.
pub(crate) fn race<P, S>(publishers: impl Iterator<Item = P>, ends_win: bool, mut subscriber: S)
where
    P: Publisher,
    S: Subscriber<P::Item, P::Error>,
{
    let publishers: Vec<P> = publishers.collect();
    let link = Arc::new(Link {
        upstreams: publishers.iter().map(|_| Arbiter::new(0)).collect(),
        winner: AtomicUsize::new(UNDECIDED),
        state: Mutex::new(State::Greeting),
    });
    subscriber.on_subscribe(Arc::clone(&link) as Arc<dyn Subscription>);
    link.begin(subscriber, publishers.len());
    for (index, publisher) in publishers.into_iter().enumerate() {
        if !link.is_open() {
            return;
        }
        let link = Arc::clone(&link);
        publisher.subscribe(Contestant {
            index,
            link,
            ends_win,
            downstream: None,
            out: false,
            items: PhantomData,
        });
    }
}

const UNDECIDED: usize = usize::MAX;

/// The subscription of the downstream.
struct Link<S, E> {
    upstreams: Vec<Arbiter>,
    winner: AtomicUsize,
    state: Mutex<State<S, E>>,
}

enum State<S, E> {
    /// `on_subscribe` is under way.
    Greeting,
    Open {
        subscriber: S,
        /// How many may still win.
        live: usize,
        /// How it ends if none does.
        end: End<E>,
    },
    /// There is a winner, or there will be none.
    Over,
}

impl<S, E> Link<S, E> {
    fn begin<T>(&self, subscriber: S, live: usize)
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        if !matches!(*state, State::Greeting) {
            drop(state);
            return drop(subscriber); // cancelled in `on_subscribe`; after the lock: foreign code
        }
        if live == 0 {
            *state = State::Over;
            drop(state);
            return subscriber.on_complete();
        }
        *state = State::Open { subscriber, live, end: End::Complete };
    }

    fn is_open(&self) -> bool {
        matches!(*lock(&self.state), State::Open { .. })
    }

    fn take(&self) -> State<S, E> {
        mem::replace(&mut *lock(&self.state), State::Over)
    }

    /// The subscriber, for the first who asks; the others are cancelled.
    fn win(&self, index: usize) -> Option<S> {
        let State::Open { subscriber, .. } = self.take() else { return None };
        self.winner.store(index, Ordering::Release);
        let others = self.upstreams.iter().enumerate().filter(|(other, _)| *other != index);
        others.for_each(|(_, upstream)| upstream.cancel());
        Some(subscriber)
    }

    /// One of them has ended so, and cannot win any more. What nobody will hear of is given back.
    fn lose<T>(&self, how: End<E>) -> Option<End<E>>
    where
        S: Subscriber<T, E>,
    {
        let mut state = lock(&self.state);
        let State::Open { live, end, .. } = &mut *state else {
            return Some(how);
        };
        *live -= 1;
        let is_last = *live == 0;
        // A failure says more than an end without one.
        let says_more = matches!(how, End::Error(_)) || !matches!(end, End::Error(_));
        let before =
            if says_more && !matches!(how, End::Complete) { mem::replace(end, how) } else { how };
        let over = if is_last { mem::replace(&mut *state, State::Over) } else { State::Over };
        drop(state);
        if let State::Open { subscriber, end, .. } = over {
            end.signal(subscriber);
        }
        Some(before)
    }
}

impl<S: Send + 'static, E: Send + 'static> Subscription for Link<S, E> {
    fn request(&self, demand: Demand) {
        match self.upstreams.get(self.winner.load(Ordering::Acquire)) {
            Some(winner) => winner.request(demand),
            None => self.upstreams.iter().for_each(|upstream| upstream.request(demand)),
        }
    }

    fn cancel(&self) {
        drop(self.take());
        self.upstreams.iter().for_each(Arbiter::cancel);
    }
}

/// Subscribes to one of them.
struct Contestant<S, T, E>
where
    S: Subscriber<T, E>,
{
    index: usize,
    link: Arc<Link<S, E>>,
    ends_win: bool,
    /// There once it has won.
    downstream: Option<S>,
    /// It has ended.
    out: bool,
    items: PhantomData<fn(T)>,
}

impl<S, T, E> Contestant<S, T, E>
where
    S: Subscriber<T, E>,
{
    fn downstream(&mut self) -> Option<&mut S> {
        if self.downstream.is_none() {
            self.downstream = self.link.win(self.index);
        }
        self.downstream.as_mut()
    }

    /// Ends it; what nobody will hear of is given back.
    fn end(&mut self, end: End<E>) -> Option<End<E>> {
        self.out = true;
        self.link.upstreams[self.index].finish();
        if self.ends_win {
            self.downstream();
        }
        match self.downstream.take() {
            Some(downstream) => {
                end.signal(downstream);
                None
            }
            None => self.link.lose(end),
        }
    }
}

impl<S, T, E> Subscriber<T, E> for Contestant<S, T, E>
where
    T: 'static,
    E: Send + 'static,
    S: Subscriber<T, E>,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.link.upstreams[self.index].connect(subscription);
    }

    fn on_next(&mut self, item: T) {
        if let Some(downstream) = self.downstream() {
            downstream.on_next(item);
        }
    }

    fn try_on_next(&mut self, item: T) -> bool {
        self.downstream().is_none_or(|downstream| downstream.try_on_next(item))
    }

    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        if self.downstream.is_none() {
            // Who wins wins with an element.
            let Some(item) = burst.next() else { return };
            if !self.try_on_next(item) {
                burst.unused();
            }
        }
        if let Some(downstream) = &mut self.downstream {
            downstream.on_burst(burst);
        }
    }

    fn on_error(mut self, error: E) {
        End::undelivered(self.end(End::Error(error)));
    }

    fn on_complete(mut self) {
        self.end(End::Complete);
    }
}

impl<S, T, E> Drop for Contestant<S, T, E>
where
    S: Subscriber<T, E>,
{
    fn drop(&mut self) {
        if !self.out && self.downstream.is_none() {
            self.link.lose(End::Abandoned);
        }
    }
}
