use std::sync::Arc;

use reactive_streams::{Burst, Subscriber, Subscription};

use super::{Element, TestError};

/// A subscriber under test whose type has been forgotten.
pub trait AnySubscriber: Send {
    /// `Subscriber::on_subscribe`.
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>);
    /// `Subscriber::on_next`.
    fn on_next(&mut self, item: Element);
    /// `Subscriber::try_on_next`.
    fn try_on_next(&mut self, item: Element) -> bool;
    /// `Subscriber::on_burst`.
    fn on_burst(&mut self, burst: &mut dyn Burst<Element>);
    /// `Subscriber::on_error`.
    fn on_error(self: Box<Self>, error: TestError);
    /// `Subscriber::on_complete`.
    fn on_complete(self: Box<Self>);
}

impl<S: Subscriber<Element, TestError>> AnySubscriber for S {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        Subscriber::on_subscribe(self, subscription);
    }

    fn on_next(&mut self, item: Element) {
        Subscriber::on_next(self, item);
    }

    fn try_on_next(&mut self, item: Element) -> bool {
        Subscriber::try_on_next(self, item)
    }

    fn on_burst(&mut self, burst: &mut dyn Burst<Element>) {
        Subscriber::on_burst(self, burst);
    }

    fn on_error(self: Box<Self>, error: TestError) {
        Subscriber::on_error(*self, error);
    }

    fn on_complete(self: Box<Self>) {
        Subscriber::on_complete(*self);
    }
}
