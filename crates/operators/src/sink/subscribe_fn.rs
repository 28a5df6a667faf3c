use reactive_streams::{Driver, Publisher};

use super::{BaseSubscriber, Control, Disposable, Hooks, SinkError};

/// Runs what it is given to, with functions as the subscriber.
pub(crate) struct SubscribeFn<F, G> {
    on_next: F,
    on_end: G,
}

impl<F, G> SubscribeFn<F, G> {
    pub(crate) fn new(on_next: F, on_end: G) -> Self {
        Self { on_next, on_end }
    }
}

impl<T, E, F, G> Driver<T, E> for SubscribeFn<F, G>
where
    T: Send + 'static,
    E: Send + 'static,
    F: FnMut(T) + Send + 'static,
    G: FnOnce(Result<(), SinkError<E>>) + Send + 'static,
{
    type Output = Disposable;
    const CANCELLABLE: bool = false;

    fn push<P: Publisher<Item = T, Error = E>>(self, publisher: P) -> Disposable {
        let subscriber = BaseSubscriber::new(self);
        let control = subscriber.control();
        publisher.subscribe(subscriber);
        control.into_disposable()
    }

    fn pull<I: Iterator<Item = T> + Send + 'static>(self, iterator: I) -> Disposable {
        iterator.for_each(self.on_next);
        (self.on_end)(Ok(()));
        Disposable::over()
    }
}

impl<T, E, F, G> Hooks<T, E> for SubscribeFn<F, G>
where
    F: FnMut(T) + Send + 'static,
    G: FnOnce(Result<(), SinkError<E>>) + Send + 'static,
{
    fn on_next(&mut self, item: T, _control: &Control) {
        (self.on_next)(item);
    }

    fn on_end(self, end: Result<(), SinkError<E>>) {
        (self.on_end)(end);
    }
}
