use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;
use std::thread;

use reactive_streams::{Burst, Demand, Subscriber, Subscription};

use crate::convert::IntoJava;
use crate::env::{with_env, with_frame};
use crate::error::{Failure, JavaError, fail};
use crate::link::Link;
use crate::native::Native;
use crate::object::JavaObject;
use crate::send::{send, send_block};
use crate::table::{self, End};

/// A subscriber in Java, for publishers in Rust.
///
/// # Demand
///
/// What it requests is requested of the publisher, one for one; its cancel is that of the publisher.
/// A demand of zero or less cancels, and gives it the `IllegalArgumentException` of §3.9.
///
/// If a method of it throws, against §2.13, its subscription is cancelled, and the exception goes to the
/// handler of uncaught exceptions of the thread. If it is dropped without a terminal signal, it gets a
/// `RustException` that says so.
pub struct JavaSubscriber<T> {
    target: JavaObject,
    stage: Stage,
    block: Option<Vec<T>>,
    items: PhantomData<fn(T)>,
}

enum Stage {
    Fresh,
    Subscribed { link: Arc<Link>, number: i64 },
    Over,
}

/// How many elements cross in one call.
const BLOCK: usize = 256;

impl<T> JavaSubscriber<T> {
    /// The subscriber that `target` is: an `org.reactivestreams.Subscriber`.
    pub fn new(target: JavaObject) -> Self {
        Self::with(target, None)
    }

    /// One that takes blocks: `target` is of the class `Batches`.
    pub(crate) fn batched(target: JavaObject) -> Self {
        Self::with(target, Some(Vec::with_capacity(BLOCK)))
    }

    fn with(target: JavaObject, block: Option<Vec<T>>) -> Self {
        Self { target, stage: Stage::Fresh, block, items: PhantomData }
    }

    /// Refuses it, as one that no publisher serves is refused (§1.9).
    pub(crate) fn refuse(mut self, error: JavaError) {
        self.greet(Arc::new(Nothing));
        self.finish(|target| fail(target, Box::new(error)));
    }

    fn greet(&mut self, subscription: Arc<dyn Subscription>) {
        if !matches!(self.stage, Stage::Fresh) {
            return subscription.cancel(); // §2.5
        }
        let link = Arc::new(Link::new(subscription));
        let number = table::insert(End::Link(Arc::clone(&link)));
        self.stage = Stage::Subscribed { link, number };
        let greeted = with_frame(|env| Native::subscribed(env, self.target.as_obj(), number));
        if !greeted.unwrap_or(false) {
            self.stop();
        }
    }

    fn is_live(&self) -> bool {
        matches!(&self.stage, Stage::Subscribed { link, .. } if link.is_live())
    }

    /// What Java made of elements: whether it takes more.
    fn taken(&mut self, taken: Result<bool, JavaError>) {
        match taken {
            Ok(true) => {}
            Ok(false) => self.stop(),
            Err(error) => {
                if let Stage::Subscribed { link, .. } = &self.stage {
                    link.cancel();
                }
                self.finish(|target| fail(target, Box::new(error)));
            }
        }
    }

    /// It wants nothing any more, and is told nothing.
    fn stop(&mut self) {
        if let Stage::Subscribed { link, number } = mem::replace(&mut self.stage, Stage::Over) {
            drop(table::remove(number));
            link.cancel();
        }
    }

    /// The last signal, unless there has been one, or it cancelled.
    fn finish(&mut self, signal: impl FnOnce(&JavaObject)) {
        let Stage::Subscribed { link, number } = mem::replace(&mut self.stage, Stage::Over) else {
            return;
        };
        drop(table::remove(number)); // first: nothing may be requested from inside the signal
        if let Some(demand) = link.illegal_demand() {
            let message = format!("§3.9: demand must be positive, and is {demand}");
            let class = "java.lang.IllegalArgumentException";
            fail(&self.target, Box::new(JavaError::at_border(class, message)));
        } else if link.is_live() {
            signal(&self.target);
        }
    }
}

impl<T: IntoJava> JavaSubscriber<T> {
    fn deliver(&mut self, item: T) {
        if self.is_live() {
            let target = self.target.as_obj();
            let taken = with_env(|env| Ok(send(env, target, item)));
            self.taken(taken.unwrap_or_else(|error| Err(error.into())));
        }
    }

    /// One by one, with the environment of the thread looked up once.
    fn deliver_each<B: Burst<T>>(&mut self, mut burst: B) {
        let delivered = with_env(|env| {
            while self.is_live() {
                let Some(item) = burst.next() else { break };
                let taken = send(env, self.target.as_obj(), item);
                self.taken(taken);
            }
            Ok(())
        });
        if delivered.is_err() {
            self.stop(); // there is no virtual machine
        }
    }

    /// Fills blocks as long as elements are at hand: none waits for another that has yet to be made.
    fn deliver_blocks<B: Burst<T>>(&mut self, mut block: Vec<T>, mut burst: B) {
        while self.is_live() {
            block.extend(burst.next());
            while burst.is_at_hand() && block.len() < BLOCK {
                let Some(item) = burst.next() else { break };
                block.push(item);
            }
            if block.is_empty() {
                break;
            }
            let target = self.target.as_obj();
            let taken = with_env(|env| Ok(send_block(env, target, block.drain(..))));
            self.taken(taken.unwrap_or_else(|error| Err(error.into())));
        }
        self.block = Some(block);
    }
}

impl<T, E> Subscriber<T, E> for JavaSubscriber<T>
where
    T: IntoJava,
    E: Failure,
{
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        self.greet(subscription);
    }

    fn on_next(&mut self, item: T) {
        self.deliver(item);
    }

    fn on_burst<B: Burst<T>>(&mut self, burst: B) {
        match self.block.take() {
            Some(block) => self.deliver_blocks(block, burst),
            None => self.deliver_each(burst),
        }
    }

    fn on_error(mut self, error: E) {
        self.finish(|target| fail(target, error.into()));
    }

    fn on_complete(mut self) {
        self.finish(|target| {
            // Without a virtual machine, there is nobody to tell.
            let _ = with_env(|env| Native::complete(env, target.as_obj()));
        });
    }
}

impl<T> Drop for JavaSubscriber<T> {
    fn drop(&mut self) {
        if matches!(self.stage, Stage::Fresh) {
            self.greet(Arc::new(Nothing)); // §1.9
        }
        self.finish(|target| fail(target, Box::new(Abandoned { panicked: thread::panicking() })));
    }
}

impl<T> fmt::Debug for JavaSubscriber<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JavaSubscriber").field("is_live", &self.is_live()).finish_non_exhaustive()
    }
}

/// The subscription to nothing.
pub(crate) struct Nothing;

impl Subscription for Nothing {
    fn request(&self, _demand: Demand) {}

    fn cancel(&self) {}
}

/// The publisher dropped its subscriber without a terminal signal.
#[derive(Debug)]
struct Abandoned {
    panicked: bool,
}

impl fmt::Display for Abandoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.panicked {
            "the publisher panicked"
        } else {
            "the publisher has dropped its subscriber without a terminal signal (§1.4)"
        })
    }
}

impl Error for Abandoned {}
