use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::num::NonZeroU64;
use std::sync::mpsc as std_mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

const CHUNK: usize = 16 << 10;
/// How many chunks may be under way at a time: more are held back at the sender, as by a real link.
const UNDER_WAY: usize = 64;
/// How much time that was not used may be used later: timers are late by about a millisecond, and chunks may be small.
const CREDIT: Duration = Duration::from_millis(10);

/// How the link is at the moment.
#[derive(Debug, Clone, Copy)]
struct Link {
    is_up: bool,
    /// Takes what is sent, and neither passes it on nor says so.
    is_silent: bool,
    delay: Duration,
    bytes_per_second: Option<NonZeroU64>,
}

enum Order {
    Cut(std_mpsc::Sender<()>),
    Heal(std_mpsc::Sender<io::Result<()>>),
}

/// A link to a server that fails on demand: connections to [`address`](Self::address) end at that server.
///
/// It is gone, with all its connections, when dropped.
pub struct Proxy {
    address: String,
    link: watch::Sender<Link>,
    orders: Option<mpsc::UnboundedSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("address", &self.address)
            .field("link", &*self.link.borrow())
            .finish()
    }
}

impl Proxy {
    /// A link to the server at `address`, such as `127.0.0.1:24222`.
    ///
    /// # Panics
    /// If `address` is none.
    pub fn to(address: &str) -> Self {
        Self::between("127.0.0.1:0", address)
            .unwrap_or_else(|error| panic!("a proxy to {address}: {error}"))
    }

    fn between(from: &str, to: &str) -> io::Result<Self> {
        let to: SocketAddr = to.parse().map_err(io::Error::other)?;
        let listener = StdListener::bind(from)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (link, state) = watch::channel(Link {
            is_up: true,
            is_silent: false,
            delay: Duration::ZERO,
            bytes_per_second: None,
        });
        let (orders, received) = mpsc::unbounded_channel();
        let name = format!("proxy {address}");
        let thread = thread::Builder::new().name(name).spawn(move || {
            runtime.block_on(serve(listener, address, to, state, received));
        })?;
        Ok(Self { address: address.to_string(), link, orders: Some(orders), thread: Some(thread) })
    }

    /// Where clients are to connect.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Resets all connections and refuses new ones, from before this returns.
    pub fn cut(&self) {
        self.link.send_modify(|link| link.is_up = false);
        self.order(Order::Cut);
    }

    /// Carries nothing any more, and says so to nobody: connections stay, and there can be new ones, but no byte and no
    /// end arrives. What was sent meanwhile arrives after [`heal`](Self::heal), as what is sent again on a network that
    /// loses packets.
    pub fn silence(&self) {
        self.link.send_modify(|link| link.is_silent = true);
    }

    /// Takes connections again, and carries what it is given.
    ///
    /// # Panics
    /// If somebody else has taken the port.
    pub fn heal(&self) {
        self.link.send_modify(|link| (link.is_up, link.is_silent) = (true, false));
        let bound: io::Result<()> = self.order(Order::Heal);
        bound.unwrap_or_else(|error| panic!("{} cannot be bound again: {error}", self.address));
    }

    /// Everything arrives that much later, in both directions.
    pub fn delay(&self, delay: Duration) {
        self.link.send_modify(|link| link.delay = delay);
    }

    /// Each connection carries at most so many bytes in a second and direction; 0 for no limit.
    pub fn limit(&self, bytes_per_second: u64) {
        self.link.send_modify(|link| link.bytes_per_second = NonZeroU64::new(bytes_per_second));
    }

    fn order<T>(&self, order: impl FnOnce(std_mpsc::Sender<T>) -> Order) -> T {
        let (done, wait) = std_mpsc::channel();
        let sent = self.orders.as_ref().map(|orders| orders.send(order(done)));
        assert!(matches!(sent, Some(Ok(()))), "the proxy at {} has ended", self.address);
        wait.recv().unwrap_or_else(|_| panic!("the proxy at {} has ended", self.address))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // If it has panicked, it has said so.
            let _ = thread.join();
        }
    }
}

/// Links to the three nodes of Kafka, cut and healed together.
///
/// Clients connect to where the nodes say that they are, so the nodes listen on ports of their own for those that come through here, and
/// name these links' addresses to them. There is one such set of ports: whoever wants it while another has it, waits.
#[derive(Debug)]
pub struct KafkaProxy {
    links: Vec<Proxy>,
    /// Keeps others away also while the links are cut.
    _reserved: StdListener,
}

impl KafkaProxy {
    /// The links, once nobody else has them.
    ///
    /// # Panics
    /// If somebody else has them for five minutes.
    pub fn new() -> Self {
        let begin = std::time::Instant::now();
        let reserved = loop {
            match StdListener::bind("127.0.0.1:29490") {
                Ok(reserved) => break reserved,
                Err(error) => assert!(
                    begin.elapsed() < Duration::from_secs(300),
                    "the proxy of Kafka is taken for five minutes: {error}"
                ),
            }
            thread::sleep(Duration::from_millis(50));
        };
        let link = |node: u16| {
            let (from, to) =
                (format!("127.0.0.1:{}", 29490 + node), format!("127.0.0.1:{}", 29390 + node));
            Proxy::between(&from, &to).unwrap_or_else(|error| panic!("a proxy at {from}: {error}"))
        };
        Self { links: (1..=3).map(link).collect(), _reserved: reserved }
    }

    /// The nodes, to be given to a client.
    pub fn addresses(&self) -> String {
        self.links.iter().map(Proxy::address).collect::<Vec<_>>().join(",")
    }

    /// [`Proxy::cut`], of all of them.
    pub fn cut(&self) {
        self.links.iter().for_each(Proxy::cut);
    }

    /// [`Proxy::silence`], of all of them.
    pub fn silence(&self) {
        self.links.iter().for_each(Proxy::silence);
    }

    /// [`Proxy::heal`], of all of them.
    pub fn heal(&self) {
        self.links.iter().for_each(Proxy::heal);
    }

    /// [`Proxy::delay`], of all of them.
    pub fn delay(&self, delay: Duration) {
        self.links.iter().for_each(|link| link.delay(delay));
    }

    /// [`Proxy::limit`], of all of them.
    pub fn limit(&self, bytes_per_second: u64) {
        self.links.iter().for_each(|link| link.limit(bytes_per_second));
    }
}

impl Default for KafkaProxy {
    fn default() -> Self {
        Self::new()
    }
}

/// Until nobody can give orders any more.
async fn serve(
    listener: StdListener,
    address: SocketAddr,
    to: SocketAddr,
    link: watch::Receiver<Link>,
    mut orders: mpsc::UnboundedReceiver<Order>,
) {
    let mut listener = Some(
        TcpListener::from_std(listener).expect("it does not block, and the runtime has a reactor"),
    );
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(Order::Cut(done)) => {
                    listener = None;
                    // They see the link go down, and end.
                    while connections.join_next().await.is_some() {}
                    let _ = done.send(());
                }
                Some(Order::Heal(done)) => {
                    let bound = match listener {
                        Some(_) => Ok(()),
                        None => TcpListener::bind(address).await.map(|bound| listener = Some(bound)),
                    };
                    let _ = done.send(bound);
                }
                None => return,
            },
            accepted = accept(listener.as_ref()) => if let Ok((client, _)) = accepted {
                connections.spawn(connect(client, to, link.clone()));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// Until both sides have finished, or one fails, or the link is cut.
async fn connect(mut client: TcpStream, to: SocketAddr, mut link: watch::Receiver<Link>) {
    // Refused by the server: the client's connection is dropped, as if it had been refused.
    let Ok(mut server) = TcpStream::connect(to).await else { return };
    let is_whole = {
        let state = link.clone();
        let _ = (client.set_nodelay(true), server.set_nodelay(true)); // at worst it is slower
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let both = async {
            tokio::try_join!(
                carry(from_client, to_server, &state),
                carry(from_server, to_client, &state)
            )
        };
        tokio::select! {
            ended = both => ended.is_ok(),
            _ = link.wait_for(|link| !link.is_up) => false,
        }
    };
    if !is_whole {
        // Closed by a reset, and not as if all had been said. If the other has closed before, there is nothing to reset.
        let _ = (client.set_zero_linger(), server.set_zero_linger());
    }
}

/// What one side says, to the other side, as late and as slowly as the link wants it.
async fn carry(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    link: &watch::Receiver<Link>,
) -> io::Result<()> {
    let (sender, mut receiver) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let read = async move {
        loop {
            let mut chunk = vec![0; CHUNK];
            let length = from.read(&mut chunk).await?;
            if length == 0 {
                return Ok(());
            }
            chunk.truncate(length);
            let due = Instant::now() + link.borrow().delay;
            if sender.send((due, chunk)).await.is_err() {
                return Ok(());
            }
        }
    };
    let write = async move {
        let mut free = Instant::now();
        while let Some((due, chunk)) = receiver.recv().await {
            sleep_until(due).await;
            audible(link).await;
            to.write_all(&chunk).await?;
            let limit = link.borrow().bytes_per_second;
            if let Some(limit) = limit {
                let cost = Duration::from_secs_f64(chunk.len() as f64 / limit.get() as f64);
                free = free.max(Instant::now() - CREDIT) + cost;
                sleep_until(free).await;
            }
        }
        audible(link).await;
        to.shutdown().await
    };
    tokio::try_join!(read, write).map(|_| ())
}

/// Waits until the link is not silent.
async fn audible(link: &watch::Receiver<Link>) {
    // If the proxy ends meanwhile, so does the connection.
    let _ = link.clone().wait_for(|link| !link.is_silent).await;
}
