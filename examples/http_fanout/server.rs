use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How long a page takes; and now and then one takes far too long.
const WORK: Duration = Duration::from_millis(5);
const FAR_TOO_LONG: Duration = Duration::from_secs(1);

/// A server whose every 20th request is late, and whose every 10th is turned away.
pub(crate) struct Server {
    address: SocketAddr,
    counters: Arc<Counters>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Counters {
    requests: AtomicUsize,
    now: AtomicUsize,
    at_once: AtomicUsize,
    late: AtomicUsize,
    turned_away: AtomicUsize,
}

/// What a server has seen.
pub(crate) struct Seen {
    pub(crate) requests: usize,
    pub(crate) at_once: usize,
    pub(crate) late: usize,
    pub(crate) turned_away: usize,
}

impl Server {
    /// Serves on a free port of loopback.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let counters = Arc::<Counters>::default();
        let shared = Arc::clone(&counters);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counters = Arc::clone(&shared);
                let service = service_fn(move |request| answer(Arc::clone(&counters), request));
                let connection =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                // A client that goes away is none of our business.
                tokio::spawn(async { drop(connection.await) });
            }
        });
        Ok(Self { address, counters, accepting })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn stop(self) -> Seen {
        self.accepting.abort();
        let Counters { requests, at_once, late, turned_away, .. } = &*self.counters;
        let seen = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        Seen {
            requests: seen(requests),
            at_once: seen(at_once),
            late: seen(late),
            turned_away: seen(turned_away),
        }
    }
}

async fn answer(
    counters: Arc<Counters>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let number = counters.requests.fetch_add(1, Ordering::Relaxed);
    let _busy = Busy::new(Arc::clone(&counters));
    let (status, text) = match number % 20 {
        7 | 17 => {
            counters.turned_away.fetch_add(1, Ordering::Relaxed);
            (StatusCode::SERVICE_UNAVAILABLE, "busy".to_owned())
        }
        13 => {
            counters.late.fetch_add(1, Ordering::Relaxed);
            sleep(FAR_TOO_LONG).await;
            (StatusCode::OK, "too late".to_owned())
        }
        _ => {
            sleep(WORK).await;
            (StatusCode::OK, format!("this is {}", request.uri().path()))
        }
    };
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    Ok(response)
}

/// A request that is being served; it ends when the client goes away as well.
struct Busy(Arc<Counters>);

impl Busy {
    fn new(counters: Arc<Counters>) -> Self {
        let now = counters.now.fetch_add(1, Ordering::Relaxed) + 1;
        counters.at_once.fetch_max(now, Ordering::Relaxed);
        Self(counters)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}
