use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};

use tokio::runtime;
use tokio::sync::oneshot;

use super::routes::router;
use crate::Inspector;

/// Serves the page of these pipelines on a thread of its own, until the [`Page`] is dropped.
///
/// A port alone is one of this machine, for nobody else to see; port 0 takes one that is free. A whole
/// [`SocketAddr`] opens it to others: the page asks nobody who they are.
///
/// # Errors
///
/// [`PageError::Listen`] if the address cannot be had, as when another program listens there;
/// [`PageError::Start`] if the system has no thread or no poll for it.
///
/// ```
/// use reactive_streams_inspect::{Inspector, page};
///
/// let checkout = Inspector::new("checkout");
/// let page = page::serve(0, [checkout])?;
/// println!("see http://{}", page.address());
/// # Ok::<(), page::PageError>(())
/// ```
pub fn serve(
    address: impl Into<Address>,
    inspectors: impl IntoIterator<Item = Inspector>,
) -> Result<Page, PageError> {
    let Address(address) = address.into();
    let (listener, address) =
        listen(address).map_err(|source| PageError::Listen { address, source })?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(PageError::Start)?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(PageError::Start)?
    };
    let router = router(inspectors);
    let (stop, stopped) = oneshot::channel::<Infallible>();
    let thread = thread::Builder::new()
        .name("inspect-page".to_owned())
        .spawn(move || {
            runtime.spawn(async { axum::serve(listener, router).await });
            // Ends as the other half is dropped. Connections end with the runtime.
            let Err(_) = runtime.block_on(stopped);
        })
        .map_err(PageError::Start)?;
    Ok(Page { address, stop: Some(stop), thread: Some(thread) })
}

fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Where a page is served: a port of this machine, or any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address(SocketAddr);

impl From<u16> for Address {
    fn from(port: u16) -> Self {
        Self((Ipv4Addr::LOCALHOST, port).into())
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self(address)
    }
}

/// A page that is being served. Dropping it ends that, with all connections.
#[derive(Debug)]
#[must_use = "the page is served until this is dropped"]
pub struct Page {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Page {
    /// Where it is served, with the port that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // If it has panicked then it has said so, and served no more.
            let _ = thread.join();
        }
    }
}

/// Why a page cannot be served.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError {
    /// The address cannot be had.
    Listen {
        /// The one that was asked for.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// There is no thread for it, or no way to wait for connections.
    Start(io::Error),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "another program listens on {address} (port 0 takes a free one)")
            }
            Self::Listen { address, .. } => write!(f, "cannot listen on {address}"),
            Self::Start(_) => write!(f, "cannot start the server of the page"),
        }
    }
}

impl Error for PageError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Listen { source, .. } | Self::Start(source) => Some(source),
        }
    }
}
