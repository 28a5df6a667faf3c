//! The link fails as it is told to.
#![allow(clippy::unwrap_used)] // also in helpers

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use broker_support::Proxy;

/// Where whatever is sent comes back.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut from, mut to) = (stream.as_ref().unwrap(), stream.as_ref().unwrap());
            let _ = io::copy(&mut from, &mut to);
        }
    });
    address
}

fn connect(proxy: &Proxy) -> TcpStream {
    let stream = TcpStream::connect(proxy.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn round_trip(stream: &mut TcpStream, sent: &[u8]) -> io::Result<()> {
    stream.write_all(sent)?;
    let mut received = vec![0; sent.len()];
    stream.read_exact(&mut received)?;
    assert_eq!(received, sent);
    Ok(())
}

#[test]
fn what_is_sent_arrives_until_the_link_is_cut_and_again_when_it_is_healed() {
    let proxy = Proxy::to(&echo());
    let mut stream = connect(&proxy);
    round_trip(&mut stream, b"hello").unwrap();
    proxy.cut();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    let refused = TcpStream::connect(proxy.address()).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    proxy.heal();
    round_trip(&mut connect(&proxy), b"again").unwrap();
}

#[test]
fn cutting_and_healing_twice_is_no_more_than_once() {
    let proxy = Proxy::to(&echo());
    proxy.cut();
    proxy.cut();
    proxy.heal();
    proxy.heal();
    round_trip(&mut connect(&proxy), b"hello").unwrap();
}

#[test]
fn the_end_of_one_direction_is_passed_on() {
    let proxy = Proxy::to(&echo());
    let mut stream = connect(&proxy);
    stream.write_all(b"all").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).unwrap();
    assert_eq!(received, b"all");
}

#[test]
fn a_delay_counts_in_both_directions() {
    let proxy = Proxy::to(&echo());
    proxy.delay(Duration::from_millis(40));
    let begin = Instant::now();
    round_trip(&mut connect(&proxy), b"hello").unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(80));
}

#[test]
fn a_limit_holds_back() {
    let proxy = Proxy::to(&echo());
    proxy.limit(1 << 20);
    let begin = Instant::now();
    // The last chunk of each direction is carried before it is paid for, and there is some credit.
    round_trip(&mut connect(&proxy), &vec![7; 128 << 10]).unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(90));
}

#[test]
fn a_dropped_proxy_is_gone() {
    let proxy = Proxy::to(&echo());
    let mut stream = connect(&proxy);
    round_trip(&mut stream, b"hello").unwrap();
    let address = proxy.address().to_owned();
    drop(proxy);
    assert!(round_trip(&mut stream, b"hello").is_err());
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_silent_link_carries_nothing_and_closes_nothing_until_it_is_healed() {
    let proxy = Proxy::to(&echo());
    let mut stream = connect(&proxy);
    round_trip(&mut stream, b"hello").unwrap();
    proxy.silence();
    stream.write_all(b"later").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let kind = stream.read(&mut [0]).unwrap_err().kind();
    assert_eq!(kind, io::ErrorKind::WouldBlock, "neither an answer nor an end");
    proxy.heal();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut received = [0; 5];
    stream.read_exact(&mut received).unwrap();
    assert_eq!(&received, b"later");
    round_trip(&mut stream, b"again").unwrap();
}

#[test]
fn who_connects_to_a_silent_link_hears_of_it_when_it_is_healed() {
    let proxy = Proxy::to(&echo());
    proxy.silence();
    let mut stream = connect(&proxy);
    stream.write_all(b"later").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    proxy.heal();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.read_exact(&mut [0; 5]).unwrap();
}
