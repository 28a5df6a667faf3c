//! What the tests have in common: a stream of their own on the real server.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::future::Future;
use std::net::{TcpListener, TcpStream};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use async_nats::jetstream;
use broker_support::unique;
use reactive_streams_nats::{Nats, StreamConfig};
use tempfile::TempDir;
use tokio::time::timeout;

/// Ends a test that would hang.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    timeout(LONG, future).await.expect("within a minute")
}

pub(crate) fn count(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

pub(crate) async fn connect() -> Nats {
    soon(Nats::connect(broker_support::nats())).await.unwrap()
}

/// A stream that nobody else has; its subjects begin with its name.
pub(crate) async fn stream(nats: &Nats) -> String {
    let name = unique("stream");
    let subjects = vec![format!("{name}.>")];
    nats.stream(StreamConfig { name: name.clone(), subjects, ..Default::default() }).await.unwrap();
    name
}

/// A stream that holds the numbers, one in each message.
pub(crate) async fn numbered(nats: &Nats, numbers: impl IntoIterator<Item = u32>) -> String {
    let stream = stream(nats).await;
    publish(nats, &stream, numbers).await;
    stream
}

pub(crate) async fn publish(nats: &Nats, stream: &str, numbers: impl IntoIterator<Item = u32>) {
    let jetstream = jetstream::new(nats.client().clone());
    for number in numbers {
        let subject = format!("{stream}.number");
        let sent = jetstream.publish(subject, number.to_string().into()).await.unwrap();
        sent.await.unwrap();
    }
}

pub(crate) fn number(message: impl AsRef<[u8]>) -> u32 {
    std::str::from_utf8(message.as_ref()).unwrap().parse().unwrap()
}

/// What the server knows of a consumer.
pub(crate) async fn info(nats: &Nats, stream: &str, consumer: &str) -> jetstream::consumer::Info {
    let jetstream = jetstream::new(nats.client().clone());
    let stream = jetstream.get_stream_no_info(stream).await.unwrap();
    stream.consumer_info(consumer).await.unwrap()
}

/// Waits for what the server does in its own time.
pub(crate) async fn eventually<F: Future<Output = bool>>(mut holds: impl FnMut() -> F) {
    soon(async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

/// Only ends a test that would hang.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A server of the test's own, which it may kill.
pub(crate) struct Server {
    child: Child,
    port: u16,
    options: Vec<String>,
    directory: TempDir,
}

impl Server {
    /// With JetStream.
    pub(crate) fn start() -> Self {
        Self::with(&["--jetstream"])
    }

    pub(crate) fn with(options: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let directory = TempDir::new().unwrap();
        let options: Vec<_> = options.iter().map(|&option| option.to_owned()).collect();
        let child = Self::run(port, &options, directory.path());
        Self { child, port, options, directory }
    }

    fn run(port: u16, options: &[String], directory: &Path) -> Child {
        let child = Command::new("nats-server")
            .args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--store_dir"])
            .arg(directory)
            .args(options)
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server is in PATH: `just broker-up` installs it");
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < LONG, "nats-server does not answer");
            thread::sleep(Duration::from_millis(5));
        }
        child
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) async fn connect(&self) -> Nats {
        soon(Nats::connect(self.address())).await.unwrap()
    }

    /// As a machine goes that loses its power.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// With what it has stored.
    pub(crate) fn start_again(&mut self) {
        self.child = Self::run(self.port, &self.options, self.directory.path());
    }

    /// Instead of what it was started with.
    pub(crate) fn start_with(&mut self, options: &[&str]) {
        self.options = options.iter().map(|&option| option.to_owned()).collect();
        self.start_again();
    }

    /// What it has stored is gone.
    pub(crate) fn forget(&mut self) {
        self.directory = TempDir::new().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill(); // it may have been killed
        _ = self.child.wait();
    }
}
