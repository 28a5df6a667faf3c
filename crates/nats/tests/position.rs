//! What JetStream says in the subject of an acknowledgement.

#[path = "../src/position.rs"]
mod position;

use position::Position;
use rstest::rstest;

const POSITION: Position =
    Position { delivered: 3, stream: 100, consumer: 7, published: 1_790_230_470, pending: 42 };

#[rstest]
#[case("$JS.ACK.orders.billing.3.100.7.1790230470.42")]
#[case("$JS.ACK.hub.hash.orders.billing.3.100.7.1790230470.42")]
#[case("$JS.ACK._.hash.orders.billing.3.100.7.1790230470.42.token.more")]
fn all_versions_are_understood(#[case] reply: &str) {
    assert_eq!(Position::parse(reply), Some(POSITION));
}

#[rstest]
#[case("")]
#[case("orders")]
#[case("$JS.ACK.orders.billing.3.100.7.1790230470")]
#[case("$JS.ACK.hub.orders.billing.3.100.7.1790230470.42")]
#[case("$JS.ACK.orders.billing.three.100.7.1790230470.42")]
fn anything_else_is_none(#[case] reply: &str) {
    assert_eq!(Position::parse(reply), None);
}
