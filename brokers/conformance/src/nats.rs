//! NATS: streams that are filled once and read in every run, each time by a consumer that nobody else has, and one that
//! every run adds to.

use std::sync::Arc;
use std::time::Duration;

use broker_support::unique;
use reactive_streams_nats::async_nats::jetstream;
use reactive_streams_nats::{ConsumerConfig, Nats, NatsConsumer, NatsSink, Record, StreamConfig};
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_tck::Suite;
use tokio::runtime::Runtime;
use tokio::time::interval;

use crate::common::{
    FEW, MOST, WINDOW, add_destination, add_source, add_waiting_source, number, numbers, payload,
    store,
};

pub(crate) fn add_to(suite: &mut Suite) {
    let server = Arc::new(Server::connect());
    let sink =
        server.block_on(server.nats.sink().window(WINDOW).open()).expect("there is a server");
    add_sources(suite, &server, &sink);
    let subject = server.empty("conformance-sink");
    add_destination(suite, "nats sink", sink, move |payload| {
        Record::to(subject.clone()).payload(payload)
    });
}

fn add_sources(suite: &mut Suite, server: &Arc<Server>, sink: &NatsSink) {
    let (many, few) = (server.filled(sink, MOST), server.filled(sink, FEW));
    let from = |stream: &str| {
        let (server, stream) = (Arc::clone(server), stream.to_owned());
        move || server.consumer(&stream)
    };
    let (source, deleted, stream) = (from(&many), Arc::clone(server), many.clone());
    add_source(suite, "nats source", move || numbers(source().deliveries()))
        .fails_at_once(move |_| numbers(deleted.deleted_consumer(&stream).deliveries()));
    let source = from(&few);
    add_waiting_source(suite, "nats source", move || numbers(source().deliveries()));
    let ordered = |stream: &str| {
        let (server, stream) = (Arc::clone(server), stream.to_owned());
        move || server.nats.ordered(stream.as_str()).messages().map(number)
    };
    let unknown = ordered("conformance-unknown");
    add_source(suite, "nats ordered source", ordered(&many)).fails_at_once(move |_| unknown());
    let subject = |name: &str| {
        let (server, name) = (Arc::clone(server), name.to_owned());
        move || {
            let newest = Overflow::drop_oldest().ignore();
            let messages = server.nats.subject(&name, WINDOW, newest);
            messages.map(|message| number(message.payload()))
        }
    };
    let refused = subject("no subject");
    add_source(suite, "nats core subject", subject(&server.keep_publishing()))
        .up_to(1000)
        .fails_at_once(move |_| refused());
}

/// A connection, and the runtime that it lives on.
struct Server {
    runtime: Runtime,
    nats: Nats,
}

impl Server {
    fn connect() -> Self {
        let runtime = Runtime::new().expect("there can be threads");
        let nats = runtime.block_on(Nats::connect(broker_support::nats()));
        Self { runtime, nats: nats.expect("there is a server") }
    }

    fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// A stream for the subject of its name.
    fn empty(&self, what: &str) -> String {
        let name = unique(what);
        let config =
            StreamConfig { name: name.clone(), subjects: vec![name.clone()], ..Default::default() };
        self.block_on(self.nats.stream(config)).expect("there is JetStream");
        name
    }

    fn filled(&self, sink: &NatsSink, count: u64) -> String {
        let name = self.empty("conformance-source");
        let subject = name.clone();
        store(sink.clone(), count, move |payload| Record::to(subject.clone()).payload(payload));
        name
    }

    /// A subject on which there is always something new.
    fn keep_publishing(&self) -> String {
        let subject = unique("conformance");
        let (to, client) = (subject.clone(), self.nats.client().clone());
        self.runtime.spawn(async move {
            let mut tick = interval(Duration::from_millis(1));
            for number in 0.. {
                if number % 10 == 0 {
                    tick.tick().await;
                }
                let published = client.publish(to.clone(), payload(number).into()).await;
                published.expect("there is a server");
            }
        });
        subject
    }

    /// One that has never been given anything; the server forgets it when nobody has used it for a while.
    fn consumer(&self, stream: &str) -> NatsConsumer {
        self.consumer_named(stream, &unique("conformance"))
    }

    fn consumer_named(&self, stream: &str, name: &str) -> NatsConsumer {
        let config =
            ConsumerConfig { inactive_threshold: Duration::from_secs(60), ..Default::default() };
        let consumer = self.nats.consumer(stream, name).config(config);
        self.block_on(consumer.open()).expect("there is the stream")
    }

    /// One that was there when it was opened.
    fn deleted_consumer(&self, stream: &str) -> NatsConsumer {
        let name = unique("conformance");
        let consumer = self.consumer_named(stream, &name);
        let deleted = self.block_on(async {
            let jetstream = jetstream::new(self.nats.client().clone());
            jetstream.delete_consumer_from_stream(&name, stream).await
        });
        deleted.expect("there is the consumer");
        consumer
    }
}
