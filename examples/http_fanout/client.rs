use std::error::Error;
use std::fmt;
use std::net::SocketAddr;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use reactive_streams_operators::operator::Elapsed;
use tokio::net::TcpStream;

/// Gets one page, over a connection of its own.
pub(crate) async fn fetch(address: SocketAddr, page: u32) -> Result<Bytes, FetchError> {
    let stream = TcpStream::connect(address).await.map_err(FetchError::Connect)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // The connection is at work for as long as its request is: dropping the one drops the other.
    let (response, _) = tokio::join!(
        async move {
            let request = Request::get(format!("/pages/{page}"))
                .header(HOST, address.to_string())
                .body(Empty::<Bytes>::new())
                .map_err(FetchError::Request)?;
            let response = sender.send_request(request).await?;
            match response.status() {
                StatusCode::OK => Ok(response.into_body().collect().await?.to_bytes()),
                status => Err(FetchError::Status(status)),
            }
        },
        connection
    );
    response
}

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum FetchError {
    Connect(std::io::Error),
    Request(hyper::http::Error),
    Http(hyper::Error),
    Status(StatusCode),
    Late(Elapsed),
}

impl FetchError {
    /// Whether it may work another time.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Connect(_) | Self::Http(_) | Self::Late(_) => true,
            Self::Status(status) => status.is_server_error(),
            Self::Request(_) => false,
        }
    }
}

impl From<hyper::Error> for FetchError {
    fn from(error: hyper::Error) -> Self {
        Self::Http(error)
    }
}

impl From<Elapsed> for FetchError {
    fn from(elapsed: Elapsed) -> Self {
        Self::Late(elapsed)
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "cannot connect: {error}"),
            Self::Request(error) => write!(f, "cannot ask: {error}"),
            Self::Http(error) => error.fmt(f),
            Self::Status(status) => write!(f, "the server says {status}"),
            Self::Late(elapsed) => elapsed.fmt(f),
        }
    }
}

impl Error for FetchError {}
