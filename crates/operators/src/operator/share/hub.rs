use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::{Arc, OnceLock};
use std::task::Wake;

use reactive_streams::{Demand, Subscriber, Subscription};

use crate::engine::{Drain, End, Feed, Outlet, PrefetchFeed, Requested, Signal};
use crate::operator::BoxSubscriber;
use crate::sync::{Mutex, lock};

/// The members of a multicast, and the drain that serves them.
///
/// The drain has unbounded demand; its [`Gate`] lets an element through when each member wants one,
/// and its [`Fanout`] gives it to all of them.
pub(super) struct Hub<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    state: Mutex<State<T, E>>,
    drain: OnceLock<Arc<Multicast<T, E>>>,
}

struct State<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    /// Replaced and never changed, so that it can be looked at without the lock.
    members: Members<T, E>,
    /// With a lock of its own: cloning an error is foreign code, and may take its time.
    end: Option<Arc<Mutex<End<E>>>>,
}

type Multicast<T, E> = Drain<Gate<T, E>, Fanout<T, E>>;

type Members<T, E> = Arc<Vec<Arc<Member<T, E>>>>;

impl<T, E> Hub<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    pub(super) fn new() -> Self {
        let state = State { members: Arc::default(), end: None };
        Self { state: Mutex::new(state), drain: OnceLock::new() }
    }

    /// Greets a subscriber, and makes it a member unless the stream has ended or it has cancelled.
    ///
    /// Tells whether it has become one.
    pub(super) fn join(self: &Arc<Self>, mut subscriber: BoxSubscriber<T, E>) -> bool {
        let hub = Arc::clone(self);
        let member = Arc::new(Member { outlet: Outlet::new(), requested: Requested::new(0), hub });
        subscriber.on_subscribe(Arc::clone(&member) as Arc<dyn Subscription>);
        member.outlet.put(subscriber);
        if member.outlet.is_closed() {
            return false;
        }
        if let Some(end) = self.add(&member) {
            let end = lock(&end).clone();
            member.outlet.end(end);
            return false;
        }
        if member.outlet.is_closed() {
            self.remove(&member); // it has cancelled before it could be found among the members
        }
        self.wake();
        true
    }

    /// Adds a member, or tells how the stream has ended.
    fn add(&self, member: &Arc<Member<T, E>>) -> Option<Arc<Mutex<End<E>>>> {
        let mut state = lock(&self.state);
        if state.end.is_none() {
            let members = state.members.iter().chain([member]).map(Arc::clone).collect();
            state.members = Arc::new(members);
        }
        state.end.clone()
    }

    /// Removes a member; the last one cancels the upstream, and who comes later is completed (§3.14).
    fn remove(&self, member: &Member<T, E>) {
        let mut state = lock(&self.state);
        let others = state.members.iter().filter(|other| !ptr::eq(other.as_ref(), member));
        let others = Arc::new(others.map(Arc::clone).collect::<Vec<_>>());
        let removed = others.len() < state.members.len();
        let last = removed && others.is_empty();
        if last {
            state.end = Some(Arc::new(Mutex::new(End::Complete)));
        }
        let before = mem::replace(&mut state.members, others);
        drop(state);
        drop(before);
        if last {
            self.cancel();
        } else if removed {
            self.wake(); // the others may have waited for it
        }
    }

    /// Ends the stream for all members. The first end counts.
    fn end(&self, end: End<E>) {
        let kept = Arc::new(Mutex::new(end.clone()));
        let mut state = lock(&self.state);
        state.end.get_or_insert_with(|| Arc::clone(&kept));
        let members = mem::take(&mut state.members);
        drop(state);
        for member in members.iter() {
            // What one member panics with is not for the others: it goes no further.
            drop(catch_unwind(AssertUnwindSafe(|| member.outlet.end(end.clone()))));
        }
    }

    /// Attaches the drain, whose upstream is about to be subscribed.
    pub(super) fn connect(self: &Arc<Self>, drain: Arc<Multicast<T, E>>, feed: PrefetchFeed<T, E>) {
        let drain = self.drain.get_or_init(|| drain);
        drain.start(Gate { feed, hub: Arc::clone(self) }, Fanout { hub: Arc::clone(self) });
        if lock(&self.state).end.is_some() {
            drain.cancel(); // all members have gone before there was a drain to cancel
        }
    }

    fn wake(&self) {
        if let Some(drain) = self.drain.get() {
            drain.wake_by_ref();
        }
    }

    fn cancel(&self) {
        if let Some(drain) = self.drain.get() {
            drain.cancel();
        }
    }

    fn members(&self) -> Members<T, E> {
        Arc::clone(&lock(&self.state).members)
    }
}

/// One subscriber: its demand, and the way to it. It is its subscription as well.
struct Member<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    outlet: Outlet<BoxSubscriber<T, E>, E>,
    requested: Requested,
    hub: Arc<Hub<T, E>>,
}

impl<T, E> Subscription for Member<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    fn request(&self, demand: Demand) {
        if self.requested.add(demand) == 0 {
            self.hub.wake();
        }
    }

    fn cancel(&self) {
        self.outlet.close();
        self.hub.remove(self);
    }
}

/// Lets an element out of the queue when every member has asked for one.
pub(super) struct Gate<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    feed: PrefetchFeed<T, E>,
    hub: Arc<Hub<T, E>>,
}

impl<T, E> Feed for Gate<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    type Item = T;
    type Error = E;

    fn next(&mut self, wanted: bool) -> Signal<T, E> {
        let members = self.hub.members();
        let all_want = !members.is_empty() && members.iter().all(|it| it.requested.get() > 0);
        self.feed.next(wanted && all_want)
    }
}

/// Gives each element to every member.
pub(super) struct Fanout<T: Clone + Send + 'static, E: Clone + Send + 'static> {
    hub: Arc<Hub<T, E>>,
}

impl<T, E> Subscriber<T, E> for Fanout<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::UNBOUNDED);
    }

    fn on_next(&mut self, item: T) {
        // Who has joined since the gate was passed, and has not asked yet, begins with the next one.
        for member in self.hub.members().iter().filter(|it| it.requested.get() > 0) {
            match catch_unwind(AssertUnwindSafe(|| member.outlet.next(item.clone()))) {
                Ok(used) => drop(member.requested.sub(u64::from(used))),
                // §2.13: this one counts as cancelled, and the others go on.
                Err(_) => member.cancel(),
            }
        }
    }

    fn on_error(self, error: E) {
        self.hub.end(End::Error(error));
    }

    fn on_complete(self) {
        self.hub.end(End::Complete);
    }
}

impl<T, E> Drop for Fanout<T, E>
where
    T: Clone + Send + 'static,
    E: Clone + Send + 'static,
{
    fn drop(&mut self) {
        self.hub.end(End::Abandoned);
    }
}
