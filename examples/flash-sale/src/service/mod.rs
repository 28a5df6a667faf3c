//! The order service, without a plan and with one.
//!
//! | | |
//! |---|---|
//! | `POST /orders` | one order, with its `Idempotency-Key` |
//! | `POST /imports` | many orders, each with a key of its own |
//! | `GET /metrics` | for Prometheus |
//! | `GET /health/live`, `GET /health/ready` | for whoever restarts processes, and whoever sends them requests |

mod answer;
mod planned;
mod unbounded;

use std::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::get;
use axum::serve::ListenerExt;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::clock::micros;
use crate::order::Order;
use crate::payments::Payments;
use crate::{AnyResult, memory};

/// A transaction stores so many orders at most.
const COMMIT: usize = 64;

/// The header that says when a request was begun, in microseconds since 1970.
pub const BEGAN: &str = "x-request-start";

/// How a process ends that has used more memory than it may.
pub const OUT_OF_MEMORY: i32 = 77;

/// Which service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Variant {
    /// Bounded, with lanes, limits, deadlines and a queue on disk.
    Planned,
    /// A task for each order, and a channel without a bound.
    Unbounded,
}

/// What a service needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which service.
    pub variant: Variant,
    /// Where the database is, and the queue on disk.
    pub directory: PathBuf,
    /// Orders a second that the payment provider can check.
    pub capacity: NonZeroU32,
    /// The port on which to listen; 0 is a free one.
    pub port: u16,
    /// The memory, in bytes, beyond which the process ends.
    pub most_memory: u64,
}

/// Where the database is.
pub fn database(directory: &std::path::Path) -> PathBuf {
    directory.join("orders.sqlite")
}

/// Serves until standard input is closed. Says its address on standard output.
///
/// # Errors
///
/// If it cannot listen, or open what it stores.
pub fn serve(options: Options) -> AnyResult<()> {
    keep_within(options.most_memory)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let served = runtime.block_on(run(options));
    runtime.shutdown_background();
    served
}

async fn run(options: Options) -> AnyResult<()> {
    let Options { variant, directory, capacity, port, .. } = options;
    let prometheus = PrometheusBuilder::new().install_recorder()?;
    let payments = Payments::new(capacity);
    let database = database(&directory);
    let (routes, shop) = match variant {
        Variant::Planned => {
            let shop = planned::Shop::open(payments, capacity, &database, &directory)?;
            (shop.routes(), Shop::Planned(shop))
        }
        Variant::Unbounded => {
            let (routes, storing) = unbounded::open(payments, &database)?;
            (routes, Shop::Unbounded(storing))
        }
    };
    let routes = routes.route("/metrics", get(move || async move { prometheus.render() }));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    announce(listener.local_addr()?)?;
    let listener = listener.tap_io(|stream| {
        // A client that has gone already is told nothing.
        drop(stream.set_nodelay(true));
    });
    let stop = end_of_input();
    axum::serve(listener, routes).with_graceful_shutdown(async { drop(stop.await) }).await?;
    match shop {
        Shop::Planned(shop) => shop.close().await,
        Shop::Unbounded(storing) => {
            let stored = spawn_blocking(move || storing.join()).await?;
            stored.map_err(|_| "the thread that stores has panicked".into())
        }
    }
}

/// What is left to do when no requests are taken any longer.
enum Shop {
    Planned(planned::Shop),
    Unbounded(JoinHandle<()>),
}

fn announce(address: SocketAddr) -> AnyResult<()> {
    let mut output = std::io::stdout();
    writeln!(output, "{address}")?;
    Ok(output.flush()?)
}

/// Whoever has started this process closes its standard input to stop it.
fn end_of_input() -> oneshot::Receiver<()> {
    let (end, ended) = oneshot::channel();
    thread::spawn(move || {
        // An error is an end as well.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        drop(end);
    });
    ended
}

/// Ends the process before it harms the machine.
fn keep_within(most: u64) -> AnyResult<()> {
    memory::resident("self")?; // there is something to watch
    thread::spawn(move || {
        loop {
            match memory::resident("self") {
                Ok(resident) if resident <= most => thread::sleep(Duration::from_millis(50)),
                Ok(resident) => {
                    eprintln!("service: {} MiB are too much", resident >> 20);
                    std::process::exit(OUT_OF_MEMORY);
                }
                Err(error) => give_up("its memory is not known", &*error),
            }
        }
    });
    Ok(())
}

/// Ends the process: what it cannot store it must not promise.
fn give_up(what: &str, error: &dyn Error) -> ! {
    eprintln!("service: {what}: {error}");
    std::process::exit(1);
}

fn order(headers: &HeaderMap, body: &Bytes) -> Option<Order> {
    let key = headers.get("idempotency-key")?.to_str().ok()?.to_owned();
    let basket = serde_json::from_slice(body).ok()?;
    Some(Order { key, basket })
}

/// How long ago the request was begun, as the client says: a load balancer would say it.
fn on_its_way(headers: &HeaderMap) -> Duration {
    let began = headers.get(BEGAN).and_then(|began| began.to_str().ok()?.parse().ok());
    Duration::from_micros(began.map_or(0, |began| micros().saturating_sub(began)))
}

fn import(body: &Bytes) -> Option<Vec<Order>> {
    serde_json::from_slice(body).ok()
}
