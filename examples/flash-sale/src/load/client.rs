use std::fmt;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::AnyResult;
use crate::service::BEGAN;

/// A client that has had no answer for so long has gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many connections a load balancer keeps; a request that finds none free waits, while its clock runs.
const CONNECTIONS: usize = 512;

/// Connections that are kept alive, and of which each has one request at a time.
pub(super) struct Client {
    address: SocketAddr,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
    room: Semaphore,
}

/// What a service has answered.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<Duration>,
}

impl Client {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address, idle: Mutex::default(), room: Semaphore::new(CONNECTIONS) }
    }

    /// Sends a request. An error says that there was no answer: whether it has arrived nobody knows.
    pub(super) async fn post(
        &self,
        path: &str,
        key: &str,
        began: u64,
        body: Bytes,
    ) -> AnyResult<Answer> {
        timeout(PATIENCE, self.exchange(path, key, began, body)).await?
    }

    async fn exchange(&self, path: &str, key: &str, began: u64, body: Bytes) -> AnyResult<Answer> {
        let _room = self.room.acquire().await?;
        let request = Request::post(path)
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .header(BEGAN, began)
            .body(Full::new(body))?;
        let mut connection = self.connection().await?;
        let response = connection.send_request(request).await?;
        let status = response.status();
        let retry_after = response.headers().get(RETRY_AFTER);
        let retry_after = match retry_after {
            Some(seconds) => Some(Duration::from_secs(seconds.to_str()?.parse()?)),
            None => None,
        };
        response.into_body().collect().await?;
        self.idle().push(connection);
        Ok(Answer { status, retry_after })
    }

    async fn connection(&self) -> AnyResult<SendRequest<Full<Bytes>>> {
        loop {
            let idle = self.idle().pop();
            let Some(mut idle) = idle else { break };
            if idle.ready().await.is_ok() {
                return Ok(idle);
            } // the service has closed it in the meantime
        }
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Its error is that of the request which it had.
        tokio::spawn(async { drop(connection.await) });
        Ok(sender)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SendRequest<Full<Bytes>>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}
