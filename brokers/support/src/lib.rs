//! The test brokers: where they are, how they fail, and a link to them that fails on demand.
//!
//! They are started by `.ci/brokers up`. What is here panics with what to do if it cannot do what it is asked: it is for
//! tests, and for programs that measure.
#![forbid(unsafe_code)]

mod proxy;
mod topics;

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use proxy::{KafkaProxy, Proxy};
pub use topics::{delete_topic, in_sync, leader, topic, topic_with, topic_without_copies};

const KAFKA: &str = "127.0.0.1:29091,127.0.0.1:29092,127.0.0.1:29093";
const KAFKA_WITH_PASSWORD: &str = "127.0.0.1:29291,127.0.0.1:29292,127.0.0.1:29293";
const NATS: &str = "127.0.0.1:24222";

/// The nodes of Kafka, to be given to a client.
///
/// # Panics
/// If none of them answers.
pub fn kafka() -> &'static str {
    expect_answer("Kafka", KAFKA);
    KAFKA
}

/// The same nodes, for clients that give a name and a password: `test` and `secret`, by SASL PLAIN. `guest` has
/// the same password, and no right to anything.
///
/// # Panics
/// If none of them answers.
pub fn kafka_with_password() -> &'static str {
    expect_answer("Kafka", KAFKA_WITH_PASSWORD);
    KAFKA_WITH_PASSWORD
}

/// The server of NATS, which has JetStream.
///
/// # Panics
/// If it does not answer.
pub fn nats() -> &'static str {
    expect_answer("NATS", NATS);
    NATS
}

/// Looks each time: what answered before may have been killed since.
fn expect_answer(what: &str, addresses: &str) {
    let answers = |address: &str| {
        let address: SocketAddr = address.parse().expect("written above");
        TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_ok()
    };
    assert!(
        addresses.split(',').any(answers),
        "no {what} at {addresses}: start the test brokers by `just broker-up` (`.ci/brokers up`)"
    );
}

/// A name that nobody else has, now or in another run, and that begins with `what`.
pub fn unique(what: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    format!("{what}-{now:x}-{:x}-{count}", process::id())
}

/// Kills a broker as a loss of power does: `kafka1`, `kafka2`, `kafka3` or `nats`.
///
/// # Panics
/// If it does not run, or was not started from this checkout.
pub fn kill(broker: &str) {
    run_brokers(&["kill", broker]);
}

/// Starts a broker that was killed, with what it has stored, and waits until it answers.
///
/// # Panics
/// If it does not come up.
pub fn start(broker: &str) {
    run_brokers(&["start", broker]);
}

fn run_brokers(arguments: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/brokers");
    let status = Command::new(&script).args(arguments).status();
    match status {
        Ok(status) => {
            assert!(status.success(), ".ci/brokers {} failed: {status}", arguments.join(" "))
        }
        Err(error) => panic!("{} cannot be run: {error}", script.display()),
    }
}
