//! The Reactive Streams contract for Rust: demand flows upstream before data flows downstream.
//!
//! A [`Publisher`] gives elements to a [`Subscriber`], never more of them than the subscriber has
//! asked for through its [`Subscription`]. That one promise bounds every buffer between a fast end
//! and a slow end. A [`Processor`] is both ends in one. [`Demand`] is how much is asked for.
//!
//! ```text
//!             subscribe(self, subscriber)
//!    caller ─────────────────────────────▶ Publisher
//!                                             │ on_subscribe(subscription)   once, first
//!                                             ▼
//!    Publisher ◀── request(n), cancel() ── Subscriber
//!              ─── on_next × (≤ n) ──────▶
//!              ─── on_complete | on_error ▶   at most one, last
//! ```
//!
//! This crate is those traits and their documentation. It is `no_std`, needs `alloc` for [`Arc`]
//! alone, and depends on nothing. Sources, operators and sinks are in `reactive-streams-operators`;
//! the suite that checks an implementation of these traits is `reactive-streams-tck`.
//!
//! # The rules
//!
//! The specification has 43 rules in four groups: §1 publishers, §2 subscribers, §3 subscriptions,
//! §4 processors. Each stands in this documentation where it binds, in our words, with its number.
//! *Kept by the compiler* means that a program which breaks the rule is refused; the others are
//! checked at run time by the conformance suite. Three are advice: §2.2, §3.1, §3.4.
//!
//! | the compiler keeps | by |
//! |---|---|
//! | §1.3, signals are serial | `&mut self` in [`Subscriber`] |
//! | §1.7, nothing after a terminal signal; §2.4, half of it | terminal signals take `self` |
//! | §1.9 and §2.13, no null | there is none |
//! | §1.10 and §2.12, a subscriber is used once | [`Publisher::subscribe`] takes it by value |
//! | §2.11, elements cross threads safely | `Send` on elements, errors and subscribers |
//! | §3.9, no demand of zero or less | [`Demand`] |
//!
//! Of others it keeps a part: §3.5, cancel may come from any thread (`Sync`); §4.1, a processor has both
//! ends (its associated types); §1.9, §2.13, §3.15 and §3.16 as far as no method has an error to return.
//!
//! # Ownership
//!
//! A live subscription and its subscriber own each other: the publisher's state holds the
//! subscriber, the subscriber holds the [`Arc`] of that state. A terminal signal or
//! [`cancel`](Subscription::cancel) ends the relation, and whoever ends it breaks the cycle: the
//! publisher drops its subscriber as soon as it may (§3.13). Code that hands a subscriber to a caller
//! inside a future, a stream or a handle cancels when that is dropped (§2.6).
//!
//! # An example
//!
//! A publisher of one greeting. It keeps its subscriber until the first request, which may come
//! while `on_subscribe` still runs (§3.2), and it says nothing after `cancel`.
//!
//! ```
//! extern crate alloc;
//! use alloc::sync::Arc;
//! use reactive_streams::{Demand, Publisher, Subscriber, Subscription};
//! use std::convert::Infallible;
//! use std::sync::Mutex;
//!
//! struct Greeting;
//!
//! /// What is left to do: the subscriber, once it has been greeted, and whether it has asked.
//! struct State<S> {
//!     subscriber: Option<S>,
//!     requested: bool,
//!     cancelled: bool,
//! }
//!
//! struct Link<S>(Mutex<State<S>>);
//!
//! impl<S: Subscriber<&'static str, Infallible>> Link<S> {
//!     fn emit(&self) {
//!         let subscriber = {
//!             let mut state = self.0.lock().unwrap();
//!             if state.requested { state.subscriber.take() } else { None }
//!         };
//!         if let Some(mut subscriber) = subscriber {
//!             subscriber.on_next("hello"); // the lock is free: it may request or cancel from here
//!             if !self.0.lock().unwrap().cancelled {
//!                 subscriber.on_complete();
//!             }
//!         }
//!     }
//! }
//!
//! impl<S: Subscriber<&'static str, Infallible>> Subscription for Link<S> {
//!     fn request(&self, _demand: Demand) {
//!         self.0.lock().unwrap().requested = true;
//!         self.emit();
//!     }
//!     fn cancel(&self) {
//!         let mut state = self.0.lock().unwrap();
//!         state.cancelled = true;
//!         let subscriber = state.subscriber.take();
//!         drop(state);
//!         drop(subscriber); // §3.13, after the lock: its drop is foreign code
//!     }
//! }
//!
//! impl Publisher for Greeting {
//!     type Item = &'static str;
//!     type Error = Infallible;
//!
//!     fn subscribe<S: Subscriber<&'static str, Infallible>>(self, mut subscriber: S) {
//!         let state = State { subscriber: None, requested: false, cancelled: false };
//!         let link = Arc::new(Link(Mutex::new(state)));
//!         subscriber.on_subscribe(link.clone()); // a request made in here waits until it returns
//!         let mut state = link.0.lock().unwrap();
//!         if !state.cancelled {
//!             state.subscriber = Some(subscriber);
//!             drop(state);
//!             link.emit();
//!         }
//!     }
//! }
//!
//! /// Collects what it gets, and wants two.
//! struct Inbox(Arc<Mutex<Vec<String>>>);
//!
//! impl Subscriber<&'static str, Infallible> for Inbox {
//!     fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
//!         subscription.request(Demand::of(2));
//!     }
//!     fn on_next(&mut self, item: &'static str) {
//!         self.0.lock().unwrap().push(item.to_owned());
//!     }
//!     fn on_error(self, error: Infallible) {
//!         match error {}
//!     }
//!     fn on_complete(self) {
//!         self.0.lock().unwrap().push("done".to_owned());
//!     }
//! }
//!
//! let inbox = Arc::default();
//! Greeting.subscribe(Inbox(Arc::clone(&inbox)));
//! assert_eq!(*inbox.lock().unwrap(), ["hello", "done"]);
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::sync::Arc;

mod burst;
mod demand;
mod driver;

pub use burst::Burst;
pub use demand::Demand;
pub use driver::Driver;

/// A source of elements that gives them on demand.
///
/// A publisher is a recipe: [`subscribe`](Publisher::subscribe) consumes it and runs it for one
/// subscriber. One that can be run again is `Clone`, as an iterator is; one that cannot (a socket, a
/// receiver) is not, and the type says so. What clones share is the publisher's choice.
///
/// # Rules that bind a publisher
///
/// In each, the *subscriber* on the other side may rely on the rule. Where a publisher breaks one,
/// the subscriber may drop what it got, cancel and report it; it must not pass the breach on.
///
/// - **§1.1** At any instant, no more elements have been delivered than were requested in total. An
///   element that [`try_on_next`](Subscriber::try_on_next) answered with `false` does not count.
/// - **§1.2** It may end, by completion or error, before everything that was requested has been
///   delivered. Demand is a ceiling and not an order.
/// - **§1.3** Signals to one subscriber come one after another, each ordered after the one before it
///   also when threads change. *Kept by the compiler*: each needs the subscriber by `&mut` or by value.
/// - **§1.4** If it cannot go on, it says so with `on_error`.
/// - **§1.5** If it has come to its end, it says so with `on_complete`. The end needs no demand.
/// - **§1.6** After a terminal signal the subscription counts as cancelled: what it held is dropped,
///   and `request` and `cancel` have no effect.
/// - **§1.7** Nothing follows a terminal signal. *Kept by the compiler*: it consumes the subscriber.
/// - **§1.8** After [`cancel`](Subscription::cancel) the signals stop, at the latest after what was
///   already under way.
/// - **§1.9** `subscribe` calls `on_subscribe` exactly once and before every other signal, and
///   returns normally. A publisher that cannot serve the subscriber says so with `on_subscribe`
///   followed by `on_error`. *Kept by the compiler* as far as null goes: there is none.
/// - **§1.10** Each call of `subscribe` brings a subscriber that was not used before. *Kept by the
///   compiler*: it is moved in. (A clone of a subscriber is another subscriber.)
/// - **§1.11** Whether it serves several subscribers, and whether they share elements or each get a
///   stream of their own, is its own choice.
///
/// Toward a subscriber that panics it owes **§2.13**: the subscription counts as cancelled and
/// everything is dropped; other subscribers go on. The panic may unwind to whoever caused the signal.
pub trait Publisher: Sized + Send + 'static {
    /// What it gives.
    type Item: Send + 'static;

    /// Why it may fail; [`Infallible`](core::convert::Infallible) for one that cannot.
    type Error: Send + 'static;

    /// Whether [`drive`](Self::drive) always hands over an iterator to a driver that is not
    /// [`CANCELLABLE`](Driver::CANCELLABLE), and with [`IS_PROMPT`](Self::IS_PROMPT) to any driver.
    ///
    /// For operators that make publishers of elements, and have to choose their way before there is one.
    /// `false` is always correct.
    const IS_ITERATOR: bool = false;

    /// Whether `next` of that iterator goes through a bounded number of elements before it answers.
    ///
    /// It does not where elements are skipped, or taken in for one at the end. `false` is always correct.
    const IS_PROMPT: bool = false;

    /// Connects `subscriber` and starts (**§1.9**).
    ///
    /// `on_subscribe` has been called when this returns, unless the publisher hands the
    /// subscription to another thread; it is always the first signal. Elements may follow before
    /// this returns if the subscriber requested them (§3.10).
    #[doc(alias = "subscribeWith")]
    #[doc(alias = "safeSubscribe")]
    #[doc(alias = "fromSubscriber")]
    #[doc(alias = "asPublisher")]
    #[doc(alias = "runWith")]
    fn subscribe<S>(self, subscriber: S)
    where
        S: Subscriber<Self::Item, Self::Error>;

    /// Gives the elements to a [`Driver`]; a publisher that is an iterator overrides this.
    ///
    /// Leave it alone when in doubt: the provided method is always correct.
    fn drive<D>(self, driver: D) -> D::Output
    where
        D: Driver<Self::Item, Self::Error>,
    {
        driver.push(self)
    }
}

/// The receiving end: takes elements, one at a time, as many as it asked for.
///
/// # Rules that bind a subscriber
///
/// In each, the *publisher* on the other side may rely on the rule. Where a subscriber breaks one,
/// the publisher may cancel the subscription, drop the subscriber and report it.
///
/// - **§2.1** It gets elements by requesting them and in no other way. Ask for several at a time;
///   where a handler requests, let that be the last thing it does.
/// - **§2.2** *Advice.* If handling a signal takes long, hand the work to another context.
/// - **§2.3** While it handles completion or error it calls neither its subscription nor its publisher.
/// - **§2.4** After completion or error the subscription is dead: it lets go of it. *Kept by the
///   compiler* for what the subscriber holds, which has been consumed with it; a clone of the
///   subscription that is kept elsewhere is its own affair.
/// - **§2.5** If a second subscription arrives while one is live, it cancels the newcomer and keeps the
///   first.
/// - **§2.6** It cancels a subscription that it no longer wants, rather than forget it. A handle that
///   its owner drops is one that is no longer wanted.
/// - **§2.7** Its calls of `request` and `cancel` do not overlap, and are ordered among themselves.
/// - **§2.8** It tolerates elements that arrive after it cancelled, as far as it had requested them.
/// - **§2.9** It accepts completion, whether or not it has requested anything.
/// - **§2.10** It accepts an error, whether or not it has requested anything.
/// - **§2.11** What it hands to other threads, it hands over safely. *Kept by the compiler*: `Send`.
/// - **§2.12** A subscriber receives one `on_subscribe` in its life. *Kept by the compiler* for
///   callers of `subscribe`; a publisher that calls it twice breaks this rule and meets §2.5.
/// - **§2.13** Its methods return normally: a failure of its own is expressed by cancelling. If one
///   panics all the same, the publisher treats the subscription as cancelled. *Kept by the compiler*
///   as far as null goes.
///
/// # Dropping
///
/// A subscriber that is dropped without a terminal signal, and without having cancelled, has been
/// abandoned: the publisher broke §1.4. Whoever waits for the subscriber should learn that from its
/// `Drop`, and not wait for ever.
///
/// # Trait objects
///
/// Terminal signals consume the subscriber, so they cannot be called through a `Box<dyn Subscriber>`.
/// `reactive-streams-operators` has a `BoxSubscriber` that forgets the type.
pub trait Subscriber<T, E>: Send + 'static {
    /// The first signal (**§1.9**): brings the means to request and cancel.
    ///
    /// Requesting from in here has to work (§3.2); elements follow after this has returned.
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>);

    /// The next element (**§1.1**): one of those that were requested.
    fn on_next(&mut self, item: T);

    /// As [`on_next`](Subscriber::on_next), and tells whether the element used up demand.
    ///
    /// `false` means that it was dropped, as a filter drops: the publisher may send another in its
    /// place without a new request (**§1.1**). A publisher that calls `on_next` instead need not
    /// know; the subscriber then requests one more for each that it drops.
    fn try_on_next(&mut self, item: T) -> bool {
        self.on_next(item);
        true
    }

    /// Several elements in one call: each that is taken from the burst has been delivered.
    ///
    /// The provided method takes them all, by [`try_on_next`](Subscriber::try_on_next): it is always
    /// correct. Override it where a loop over elements is faster than a call for each.
    fn on_burst<B: Burst<T>>(&mut self, mut burst: B) {
        while let Some(item) = burst.next() {
            if !self.try_on_next(item) {
                burst.unused();
            }
        }
    }

    /// The last signal (**§1.4**): the publisher cannot go on. May come without demand (§2.10).
    fn on_error(self, error: E);

    /// The last signal (**§1.5**): there are no more elements. May come without demand (§2.9).
    fn on_complete(self);
}

/// What a subscriber holds of its publisher: the way to ask for more, and the way to stop.
///
/// One subscription links one publisher and one subscriber. Both methods may be called from any
/// thread, at any time, also from inside a signal: the type is `Sync`, and a publisher must not rely
/// on the caller to serialize (that is the subscriber's duty in §2.7, and a breach of it must cost the
/// subscriber and not the publisher).
///
/// # Rules that bind a subscription
///
/// - **§3.1** *Advice.* `request` and `cancel` are called from the context of the subscriber that owns
///   the subscription.
/// - **§3.2** `request` may be called from inside `on_subscribe` and `on_next`.
/// - **§3.3** The recursion between `request` and `on_next` is bounded, and the bound does not depend on
///   the number of elements. Bounded to one is the aim.
/// - **§3.4** *Advice.* `request` returns quickly.
/// - **§3.5** `cancel` returns quickly, has no effect the second time, and may come from any thread.
/// - **§3.6** After `cancel`, `request` has no effect.
/// - **§3.7** After `cancel`, `cancel` has no effect.
/// - **§3.8** On a live subscription `request` adds to the outstanding demand. None is lost.
/// - **§3.9** A demand of zero or less is refused. *Kept by the compiler*: [`Demand`] has no such value.
/// - **§3.10** `request` may deliver elements on the caller's thread before it returns.
/// - **§3.11** `request` may deliver completion or error on the caller's thread before it returns.
/// - **§3.12** `cancel` makes the publisher stop signalling in the end, though not always at once.
/// - **§3.13** `cancel` makes the publisher drop the subscriber in the end.
/// - **§3.14** `cancel` of the last subscription may shut the publisher down; who subscribes later may
///   be completed or failed at once.
/// - **§3.15** `cancel` returns normally.
/// - **§3.16** `request` returns normally.
/// - **§3.17** Any number of requests, and any sum of them, is valid. From 2^63-1 on, demand may be
///   treated as unbounded.
///
/// A caller must not hold a lock, while it calls `request` or `cancel`, that one of its own signals
/// would take: they may run on this very thread before the call returns (§3.10, §3.11).
pub trait Subscription: Send + Sync + 'static {
    /// Asks for `demand` more elements (**§3.8**, **§3.16**).
    fn request(&self, demand: Demand);

    /// Asks for the end (**§3.12**, **§3.13**, **§3.15**). Idempotent (**§3.7**).
    fn cancel(&self);
}

/// A stage: a subscriber to what is before it, and a publisher to what is behind it.
///
/// Rust has owners, so the two ends are two values: [`split`](Processor::split) gives them. Either
/// may be connected first.
///
/// # Rules that bind a processor
///
/// - **§4.1** It is a subscriber and a publisher, and keeps the rules of both.
/// - **§4.2** It may recover from an error of its upstream, whose subscription is then dead; otherwise it
///   passes the error on to its downstream, at once.
///
/// The upstream may rely on the rules of a subscriber, the downstream on those of a publisher; what
/// either may do on a breach is said there.
pub trait Processor<T, E> {
    /// The end that is subscribed to the upstream.
    type Subscriber: Subscriber<T, E>;

    /// The end that the downstream subscribes to.
    type Publisher: Publisher;

    /// Takes the processor apart into its two ends (**§4.1**).
    fn split(self) -> (Self::Subscriber, Self::Publisher);
}
