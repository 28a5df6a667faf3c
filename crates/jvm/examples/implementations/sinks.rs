//! Subscribers.

use std::future::{Future, pending};

use reactive_streams::{Demand, Subscriber};
use reactive_streams_jvm::{JavaError, Registry};
use reactive_streams_operators::sink::{self, BaseSubscriber, Control, Hooks};

pub(crate) fn add_to(streams: &mut Registry) {
    streams
        .sink("fold", |()| sink::fold(0, |sum, n: i64| sum + n))
        .sink("for_each", |()| {
            let (subscriber, outcome) = sink::for_each(|_: i64| {});
            (subscriber, async move { outcome.await.map(|()| true) })
        })
        .sink("collect", |()| {
            let (subscriber, outcome) = sink::collect::<i64, JavaError, Vec<i64>>();
            (subscriber, async move { outcome.await.map(|items| items.len() as i64) })
        })
        .sink("base_subscriber", |()| controlled());
}

/// A subscriber that asks for one at a time.
fn controlled() -> (impl Subscriber<i64, JavaError>, impl Future<Output = Result<bool, JavaError>>)
{
    let subscriber = BaseSubscriber::new(OneByOne);
    let control = CancelOnDrop(subscriber.control());
    let outcome = async move {
        let _control = control;
        pending().await
    };
    (subscriber, outcome)
}

struct OneByOne;

impl Hooks<i64, JavaError> for OneByOne {
    fn on_subscribe(&mut self, control: &Control) {
        control.request(Demand::ONE);
    }

    fn on_next(&mut self, _item: i64, control: &Control) {
        control.request(Demand::ONE);
    }
}

struct CancelOnDrop(Control);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
