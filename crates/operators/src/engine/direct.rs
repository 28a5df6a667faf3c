//! Delivery without a queue, by whoever has the subscriber in hand and elements that are at hand.

use std::marker::PhantomData;

use reactive_streams::{Burst, Driver, Publisher, Subscriber};

/// Who knows what is wanted.
pub(crate) trait Demanded {
    /// How many elements may be delivered in all, `delivered` of them being so already.
    fn limit(&self, delivered: u64) -> u64;

    /// Whether the stream is over.
    fn is_closed(&self) -> bool;
}

/// What has been delivered, and not yet taken off the demand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    delivered: u64,
    limit: u64,
}

impl Tally {
    pub(crate) fn delivered(&self) -> u64 {
        self.delivered
    }

    fn is_wanted<D: Demanded>(&self, demanded: &D) -> bool {
        self.delivered < self.limit && !demanded.is_closed()
    }

    /// Takes up what has been requested meanwhile; whether there is something.
    fn extend<D: Demanded>(&mut self, demanded: &D) -> bool {
        if self.delivered == self.limit {
            self.limit = demanded.limit(self.delivered);
        }
        self.is_wanted(demanded)
    }
}

/// Delivers what is wanted of a burst by now; more of it may be wanted then.
pub(crate) fn deliver_burst<T, E, B, D, S>(
    burst: B,
    demanded: &D,
    tally: &mut Tally,
    subscriber: &mut S,
) where
    B: Burst<T>,
    D: Demanded,
    S: Subscriber<T, E>,
{
    if tally.extend(demanded) {
        let mut wanted = Wanted { burst, demanded, tally: *tally };
        subscriber.on_burst(&mut wanted);
        *tally = wanted.tally;
    }
}

/// A burst, as far as it is wanted. It ends where the tally does: a loop over it looks for nothing else.
struct Wanted<'a, B, D> {
    burst: B,
    demanded: &'a D,
    tally: Tally,
}

impl<B, D: Demanded> Wanted<'_, B, D> {
    /// Delivers until nothing is wanted or there, or the subscriber takes no more.
    fn deliver<T, E, S>(&mut self, subscriber: &mut S)
    where
        B: Burst<T>,
        S: Subscriber<T, E>,
    {
        while self.tally.extend(self.demanded) {
            subscriber.on_burst(&mut *self);
            if self.tally.delivered < self.tally.limit {
                return;
            }
        }
    }
}

impl<T, B: Burst<T>, D: Demanded> Burst<T> for Wanted<'_, B, D> {
    #[inline]
    fn next(&mut self) -> Option<T> {
        if !self.tally.is_wanted(self.demanded) {
            return None;
        }
        let item = self.burst.next()?;
        self.tally.delivered += 1;
        Some(item)
    }

    fn unused(&mut self) {
        self.tally.delivered -= 1;
        self.burst.unused();
    }

    fn is_at_hand(&self) -> bool {
        self.burst.is_at_hand()
    }
}

/// Delivers what is wanted of an iterator, and gives the rest.
pub(crate) fn deliver_iter<E, I, D, S>(
    iterator: I,
    demanded: &D,
    tally: &mut Tally,
    subscriber: &mut S,
) -> Option<I>
where
    I: Iterator,
    D: Demanded,
    S: Subscriber<I::Item, E>,
{
    let items = Items { iterator, ended: false };
    let mut wanted = Wanted { burst: items, demanded, tally: *tally };
    while !wanted.burst.ended && wanted.tally.extend(demanded) {
        subscriber.on_burst(&mut wanted);
        // If it was given back before its end, one by one is always possible.
        if let Some(item) = wanted.next() {
            if !subscriber.try_on_next(item) {
                wanted.unused();
            }
        }
    }
    *tally = wanted.tally;
    let Items { iterator, ended } = wanted.burst;
    (!ended && iterator.size_hint().1 != Some(0)).then_some(iterator)
}

/// The items of an iterator as a burst.
struct Items<I> {
    iterator: I,
    ended: bool,
}

impl<I: Iterator> Burst<I::Item> for Items<I> {
    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        if self.ended {
            return None;
        }
        let item = self.iterator.next();
        self.ended = item.is_none();
        item
    }

    fn unused(&mut self) {}
}

/// What an inner iterator has left.
pub(crate) type Rest<T> = Box<dyn Iterator<Item = T> + Send>;

/// Delivers what `f` makes of a burst, as long as that is one value each, or none: one burst for the
/// subscriber, too. Gives the rest of what turned out to be more.
///
/// The publishers that `f` makes have to be iterators, and prompt. An element of the burst whose value has been
/// taken counts as unused: another may follow in its place.
pub(crate) fn deliver_values<T, E, B, F, Q, D, S>(
    burst: &mut B,
    f: &mut F,
    demanded: &D,
    tally: &mut Tally,
    subscriber: &mut S,
) -> Option<Rest<Q::Item>>
where
    B: Burst<T>,
    F: FnMut(T) -> Q,
    Q: Publisher<Error = E>,
    D: Demanded,
    S: Subscriber<Q::Item, E>,
{
    let values = Values { burst, f, rest: None, items: PhantomData };
    let mut wanted = Wanted { burst: values, demanded, tally: *tally };
    wanted.deliver(subscriber);
    *tally = wanted.tally;
    wanted.burst.rest
}

struct Values<'a, B, F, T, U> {
    burst: &'a mut B,
    f: &'a mut F,
    rest: Option<Rest<U>>,
    items: PhantomData<fn(T)>,
}

impl<T, B, F, Q> Burst<Q::Item> for Values<'_, B, F, T, Q::Item>
where
    B: Burst<T>,
    F: FnMut(T) -> Q,
    Q: Publisher,
{
    #[inline]
    fn next(&mut self) -> Option<Q::Item> {
        while self.rest.is_none() {
            let item = self.burst.next()?;
            let (first, rest) = (self.f)(item).drive(First);
            self.rest = rest;
            if self.rest.is_none() {
                self.burst.unused();
            }
            if first.is_some() {
                return first;
            }
        }
        None
    }

    fn unused(&mut self) {}
}

/// Asks an iterator for its first item, and for the rest.
pub(crate) struct First;

impl<T: Send + 'static, E: Send + 'static> Driver<T, E> for First {
    type Output = (Option<T>, Option<Rest<T>>);
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> Self::Output {
        no_iterator(publisher)
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, mut iterator: I) -> Self::Output {
        let first = iterator.next();
        let is_over = first.is_none() || iterator.size_hint().1 == Some(0);
        (first, (!is_over).then(|| Box::new(iterator) as Rest<T>))
    }
}

#[cold]
pub(crate) fn no_iterator<P: Publisher, O>(_publisher: P) -> O {
    panic!("a publisher whose IS_ITERATOR is true has to drive as an iterator")
}
