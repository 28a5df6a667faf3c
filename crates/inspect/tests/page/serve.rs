use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use reactive_streams_inspect::Inspector;
use reactive_streams_inspect::page::{self, Page, PageError};

/// A connection on which `path` has been asked for. To wait longer than a minute is to fail.
fn ask(address: SocketAddr, path: &str) -> BufReader<TcpStream> {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .unwrap();
    BufReader::new(connection)
}

fn page() -> Page {
    page::serve(0, [Inspector::new("checkout")]).unwrap()
}

#[test]
fn a_port_alone_is_one_of_this_machine() {
    let page = page();
    assert_eq!(page.address().ip(), Ipv4Addr::LOCALHOST);
    assert_ne!(page.address().port(), 0, "the one that was found");
}

#[test]
fn an_address_is_taken_as_it_is() {
    let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let page = page::serve(any, [Inspector::new("checkout")]).unwrap();
    assert_eq!(page.address().ip(), Ipv4Addr::UNSPECIFIED);
}

#[test]
fn answers() {
    let page = page();
    let mut answer = String::new();
    ask(page.address(), "/snapshot").read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""pipeline":"checkout""#), "{answer}");
}

#[test]
fn serves_others_while_one_listens() {
    let page = page();
    let mut listening = ask(page.address(), "/events");
    read_until_event(&mut listening);
    let mut answer = String::new();
    ask(page.address(), "/").read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("</html>\n"), "{answer}");
    read_until_event(&mut listening);
}

#[test]
fn dropping_it_stops_it_and_ends_connections() {
    let page = page();
    let address = page.address();
    let mut listening = ask(address, "/events");
    read_until_event(&mut listening);
    drop(page);
    match listening.read_to_end(&mut Vec::new()) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
    }
    let refused = TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    let again = page::serve(address, [Inspector::new("checkout")]).unwrap();
    assert_eq!(again.address(), address);
}

#[test]
fn a_port_in_use_is_an_error_that_says_so() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = taken.local_addr().unwrap();
    let error = page::serve(address.port(), [Inspector::new("checkout")]).unwrap_err();
    assert!(matches!(error, PageError::Listen { address: asked, .. } if asked == address));
    let text = format!("another program listens on {address} (port 0 takes a free one)");
    assert_eq!(error.to_string(), text);
    let source = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.kind(), io::ErrorKind::AddrInUse);
}

#[test]
fn an_address_of_another_machine_is_an_error() {
    // One that is kept for documentation, and that no machine has.
    let elsewhere = SocketAddr::from(([192, 0, 2, 1], 80));
    let error = page::serve(elsewhere, [Inspector::new("checkout")]).unwrap_err();
    assert_eq!(error.to_string(), "cannot listen on 192.0.2.1:80");
}

fn read_until_event(connection: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    while !line.starts_with("data: {") {
        line.clear();
        assert_ne!(connection.read_line(&mut line).unwrap(), 0, "the connection ended");
    }
}
