use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rdkafka::consumer::Consumer;

use super::bell::Bell;
use super::context::{Client, Context, poll};
use super::doubt::Doubt;
use super::lag::Meter;
use super::membership::Membership;
use super::session::{Session, Stage};
use crate::KafkaError;

/// How often it looks for what nobody rings for.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// A thread that polls the client, so that it stays a member of the group whatever the consumer does; and does what
/// is to be done once in a while. It runs no code of others.
pub(crate) struct Service {
    session: Arc<Session>,
    client: Arc<Client>,
    membership: Membership,
    meter: Meter,
    doubt: Doubt,
}

impl Service {
    /// Connects, and looks whether all is well.
    pub(crate) fn start(session: &Arc<Session>) -> Result<(), KafkaError> {
        let source = &session.source;
        let defaults = source.defaults();
        let defaults: Vec<_> =
            defaults.iter().map(|(name, value)| (*name, value.clone())).collect();
        let context = Context(Arc::clone(session));
        let mut client: Client = source.kafka.client(&defaults, &source.fixed(), context)?;
        let bell: Arc<Bell> = Arc::clone(&session.bell);
        client.set_nonempty_callback(move || bell.ring());
        let client = Arc::new(client);
        super::check::check(&client, session)?;
        session.attach(&client);
        let service = Self {
            membership: Membership::new(session, &client),
            session: Arc::clone(session),
            client,
            meter: Meter::new(),
            doubt: Doubt::default(),
        };
        let spawned =
            thread::Builder::new().name("kafka-service".to_owned()).spawn(|| service.run());
        spawned.map(drop).map_err(|error| KafkaError::Fatal {
            detail: format!("there can be no thread for it: {error}"),
        })
    }

    fn run(mut self) {
        let session = Arc::clone(&self.session);
        while session.stage() < Stage::Leaving {
            poll(&self.client, &session);
            self.membership.attend();
            if session.stage() == Stage::Member {
                for watch in self.membership.watches() {
                    watch.attend(&self.client, &session);
                    watch.store(&self.client, &session);
                }
                self.meter.measure(&self.client, &session);
                self.doubt.resolve(&self.client, &session);
            }
            if session.stage() < Stage::Leaving {
                session.bell.wait(TICK.min(session.source.commit_every));
            }
        }
        // A member that owns no partition would be forgotten by its closing, and the group would wait for its
        // session to time out.
        self.client.unsubscribe();
        drop(self); // and with it the client, which waits until the group has been left
        session.has_left();
        // Who reads is yet to be told of the end, on that thread.
        while session.has_readers() {
            session.bell.wait(Duration::from_secs(60));
        }
        drop(session.take_scheduler());
    }
}
