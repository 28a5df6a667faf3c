use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::sinks::OneSink;
use reactive_streams_operators::{AnyError, Sender, Sinks, channel};

use crate::{Order, Shop};

/// A server that is called: works on a few requests at a time, and knows nothing of who has gone meanwhile.
#[derive(Clone, Debug)]
pub struct Server(Sender<Request, AnyError>);

type Request = (Order, OneSink<Order, AnyError>);

impl Server {
    /// A server in which `room` requests may wait, and which works on `slots` of them at a time, for as long as
    /// `time` says when it begins.
    pub fn open<F>(shop: &Shop, room: NonZeroUsize, slots: NonZeroUsize, mut time: F) -> Self
    where
        F: FnMut() -> Duration + Send + 'static,
    {
        let (sender, requests) = channel::<Request, _>(NonZeroUsize::MAX);
        let answered = requests
            .on_overflow(room, Overflow::drop_newest()) // drops the request, and so tells the client
            .map_async(slots, shop, shop.work_of(move |_| time()))
            .map(|(order, reply)| reply.try_emit_value(order).is_ok());
        answered.subscribe_fn(|_| {}, |end| end.expect("the server does not fail")).detach();
        Self(sender)
    }

    /// Sends a request. What it gives is the answer, or nothing if the server has no room for it.
    pub fn ask(&self, order: Order) -> impl Publisher<Item = Order, Error = AnyError> + use<> {
        let (reply, answer) = Sinks::one();
        drop(self.0.try_send((order, reply))); // a request that is dropped is answered by nothing
        answer.into_flux()
    }
}
