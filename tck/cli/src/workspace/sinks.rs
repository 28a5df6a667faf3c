use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use reactive_streams::{Demand, Subscriber};
use reactive_streams_operators::sink::{BaseSubscriber, Control, Hooks};
use reactive_streams_operators::{Outcome, SinkError, sink};
use reactive_streams_tck::{Element, Handler, Subject, Suite, TestError};

use super::common::capacity;

pub(super) fn add_to(suite: &mut Suite) {
    suite.subscriber("for_each", |given| {
        let handler = given.handler();
        let seen = handler.clone();
        let sink = sink::for_each(move |element: Element| handler.element(&element));
        awaited(sink, seen, |_, ()| {}).runs_user_code()
    });
    suite.subscriber("fold", |given| {
        let handler = given.handler();
        let seen = handler.clone();
        let sink = sink::fold(0, move |count, element: Element| {
            handler.element(&element);
            count + 1
        });
        awaited(sink, seen, |_, _count: usize| {}).runs_user_code()
    });
    suite.subscriber("base_subscriber", |given| controlled(given.handler(), Demand::UNBOUNDED));
    suite.subscriber("base_subscriber (one by one)", |given| {
        controlled(given.handler(), Demand::ONE)
    });
    suite.subscriber("collect", |given| {
        let elements = |handler: &Handler, elements: Vec<Element>| {
            elements.iter().for_each(|element| handler.element(element));
        };
        awaited(sink::collect::<Element, _, _>(), given.handler(), elements)
    });
    suite.subscriber("into_stream", |given| streamed(given.handler(), 8));
    suite.subscriber("into_stream (capacity of one)", |given| streamed(given.handler(), 1));
}

/// A sink whose user waits for the outcome: looks at it whenever the suite waits.
fn awaited<A: Send + 'static>(
    (subscriber, outcome): (impl Subscriber<Element, TestError>, Outcome<A, TestError>),
    handler: Handler,
    tell: impl Fn(&Handler, A) + Send + 'static,
) -> Subject {
    let outcome = Arc::new(Mutex::new(Some(outcome)));
    let looking = Arc::clone(&outcome);
    let settle = move || {
        let taken = lock(&looking).as_mut().and_then(Outcome::try_take);
        match taken {
            Some(Ok(value)) => {
                tell(&handler, value);
                handler.completed();
            }
            Some(Err(SinkError::Upstream(error))) => handler.failed(&error),
            _ => {}
        }
    };
    let give_up = move || drop(lock(&outcome).take());
    Subject::new(subscriber).on_lose_interest(give_up).on_settle(settle).instrumented()
}

/// A subscriber that requests `each` to begin with, and for each element. Its hooks are no code of a
/// user who waits for an outcome: if they panic, the subscriber does.
fn controlled(handler: Handler, each: Demand) -> Subject {
    let subscriber = BaseSubscriber::new(Told { handler, each });
    let (wants, control) = (subscriber.control(), subscriber.control());
    Subject::new(subscriber)
        .on_want(move |count| wants.request(Demand::of(count)))
        .on_lose_interest(move || control.cancel())
        .instrumented()
}

struct Told {
    handler: Handler,
    each: Demand,
}

impl Hooks<Element, TestError> for Told {
    fn on_subscribe(&mut self, control: &Control) {
        control.request(self.each);
    }

    fn on_next(&mut self, element: Element, control: &Control) {
        self.handler.element(&element);
        control.request(self.each);
    }

    fn on_end(self, end: Result<(), SinkError<TestError>>) {
        match end {
            Ok(()) => self.handler.completed(),
            Err(SinkError::Upstream(error)) => self.handler.failed(&error),
            Err(_) => {}
        }
    }
}

/// A stream whose user takes all that is there.
fn streamed(handler: Handler, prefetch: usize) -> Subject {
    let (subscriber, stream) = sink::into_stream::<Element, TestError>(capacity(prefetch));
    let stream = Arc::new(Mutex::new(Some(stream)));
    let looking = Arc::clone(&stream);
    let settle = move || {
        let Some(mut stream) = lock(&looking).take() else { return };
        let mut context = Context::from_waker(Waker::noop());
        loop {
            match Pin::new(&mut stream).poll_next(&mut context) {
                Poll::Ready(Some(Ok(element))) => handler.element(&element),
                Poll::Ready(Some(Err(SinkError::Upstream(error)))) => break handler.failed(&error),
                Poll::Ready(Some(Err(_))) => break,
                Poll::Ready(None) => break handler.completed(),
                Poll::Pending => {
                    *lock(&looking) = Some(stream);
                    break;
                }
            }
        }
    };
    let give_up = move || drop(lock(&stream).take());
    Subject::new(subscriber).on_lose_interest(give_up).on_settle(settle).instrumented()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
