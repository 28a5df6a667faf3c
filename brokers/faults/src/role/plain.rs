//! What people do without acknowledgements: the client commits by itself what it has given out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use broker_faults::cluster::Failure;
use broker_faults::journal::Event;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Message};

use super::{AT_A_TIME, Consume, delivered, when_told, work};

/// Reads on while up to [`AT_A_TIME`] messages are being worked on, one after the other.
pub(super) fn consume(role: &Consume) -> Result<(), Failure> {
    let journal = Arc::new(role.place.journal()?);
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", &role.place.at)
        .set("group.id", &role.group)
        .set("session.timeout.ms", "6000")
        .set("heartbeat.interval.ms", "500")
        .set("auto.offset.reset", "earliest")
        .set("auto.commit.interval.ms", "200");
    if let Some(instance) = &role.instance {
        config.set("group.instance.id", instance);
    }
    let consumer: BaseConsumer = config.create()?;
    consumer.subscribe(&[&role.place.topic])?;
    let (give, take) = mpsc::sync_channel::<(u32, u64)>(AT_A_TIME.get());
    let (per_second, writes) = (role.place.per_second, Arc::clone(&journal));
    let worker = thread::spawn(move || {
        for (partition, offset) in take {
            if let Some(time) = work(per_second, offset) {
                thread::sleep(time / AT_A_TIME.get() as u32);
            }
            writes.write(Event::Done { partition, offset });
        }
    });
    let over = Arc::new(AtomicBool::new(false));
    let ends = Arc::clone(&over);
    when_told(move || ends.store(true, Ordering::Relaxed));
    while !over.load(Ordering::Relaxed) {
        let Some(message) = consumer.poll(Duration::from_millis(100)) else { continue };
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                eprintln!("{error}, tried again by the client");
                continue;
            }
        };
        let (partition, offset) = (message.partition() as u32, message.offset() as u64);
        delivered(&journal, partition, offset, message.payload().unwrap_or_default(), false);
        give.send((partition, offset))?;
    }
    drop(give);
    worker.join().map_err(|_| "the worker has panicked".into())
}
