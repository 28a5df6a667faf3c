//! A sink has each record confirmed, and says of each that has not arrived why.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::time::Duration;

use broker_support::Proxy;
use reactive_streams::Publisher as _;
use reactive_streams_nats::{
    ConnectOptions, Nats, NatsError, NatsSink, Receipt, Record, StreamConfig,
};
use reactive_streams_operators::delivery::{Delivery, Sent};
use reactive_streams_operators::from_iter;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestSubscriber;
use support::{LONG, connect, count, info, number, numbered, soon, stream};

/// What becomes of the records.
async fn send(
    sink: &NatsSink,
    records: impl IntoIterator<Item = Record, IntoIter: Send + 'static>,
) -> Vec<Result<Receipt, NatsError>> {
    let results = from_iter(records).send_to(sink.clone(), Record::clone);
    let results = soon(results.collect::<Vec<_>>().into_future()).await.unwrap();
    let plain = |result: Result<Sent<_, _>, _>| result.map(|sent| sent.receipt);
    results.into_iter().map(|result| plain(result.map_err(|unsent| unsent.error))).collect()
}

async fn one(sink: &NatsSink, record: Record) -> Result<Receipt, NatsError> {
    send(sink, [record]).await.pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_arrive_in_order() {
    let nats = connect().await;
    let stream = stream(&nats).await;
    let sink = nats.sink().window(count(100)).open().await.unwrap();
    let subject = format!("{stream}.number");
    let records = (0..1000).map(move |n: u32| Record::to(&subject).payload(n.to_string()));
    let receipts = send(&sink, records).await;
    for (sequence, receipt) in (1..).zip(receipts) {
        let expected = Receipt { stream: stream.clone(), sequence, duplicate: false };
        assert_eq!(receipt.unwrap(), expected);
    }
    let consumer = nats.consumer(&stream, "reader").open().await.unwrap();
    let numbers = consumer.deliveries().map(Delivery::acknowledge).map(number).take(1000);
    let numbers = soon(numbers.collect::<Vec<_>>().into_future()).await.unwrap();
    assert_eq!(numbers, (0..1000).collect::<Vec<_>>());
}

/// What waits for room in the client is not overtaken by what comes when there is some.
#[tokio::test(flavor = "multi_thread")]
async fn all_arrive_in_order_by_a_client_that_has_no_room() {
    let options = ConnectOptions::new().client_capacity(1);
    let nats = soon(Nats::connect_with(broker_support::nats(), options)).await.unwrap();
    let stream = stream(&nats).await;
    let sink = nats.sink().open().await.unwrap();
    let subject = format!("{stream}.number");
    let records = (0..2000).map(move |n: u32| Record::to(&subject).payload(n.to_string()));
    let receipts = send(&sink, records).await;
    let sequences: Vec<_> = receipts.into_iter().map(|receipt| receipt.unwrap().sequence).collect();
    assert_eq!(sequences, (1..=2000).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn consumed_is_acknowledged_when_what_came_of_it_has_arrived() {
    let nats = connect().await;
    let from = numbered(&nats, 0..100).await;
    let to = stream(&nats).await;
    let consumer = nats.consumer(&from, "bridge").open().await.unwrap();
    let sink = nats.sink().window(count(10)).open().await.unwrap();
    let subject = format!("{to}.number");
    let bridged = consumer
        .deliveries()
        .send_to(sink, move |delivery| {
            let message = delivery.element();
            Record::to(&subject)
                .payload(message.payload().clone())
                .header("from", message.subject())
        })
        .map(|result| {
            let sent = result.unwrap();
            assert_eq!(number(sent.element.acknowledge()) + 1, sent.receipt.sequence as u32);
        });
    soon(bridged.take(100).count().into_future()).await.unwrap();
    support::eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
    let copies = nats.consumer(&to, "reader").open().await.unwrap();
    let copies = copies.deliveries().map(Delivery::acknowledge).take(100);
    let copies = soon(copies.collect::<Vec<_>>().into_future()).await.unwrap();
    for (expected, copy) in (0..).zip(copies) {
        assert_eq!(number(&copy), expected);
        assert_eq!(copy.header("from"), Some(&*format!("{from}.number")));
    }
    assert_eq!(info(&nats, &to, "reader").await.delivered.stream_sequence, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_id_makes_one_of_two() {
    let nats = connect().await;
    let stream = stream(&nats).await;
    let sink = nats.sink().open().await.unwrap();
    let record = Record::to(format!("{stream}.x")).payload("once").message_id("4711");
    let first = one(&sink, record.clone()).await.unwrap();
    let second = one(&sink, record).await.unwrap();
    assert_eq!((first.sequence, first.duplicate), (1, false));
    assert_eq!((second.sequence, second.duplicate), (1, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_may_expect_what_is_before_it() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..3).await;
    let sink = nats.sink().open().await.unwrap();
    let record = Record::to(format!("{stream}.x"));
    let late = one(&sink, record.clone().expect_last_sequence(2)).await;
    assert!(matches!(late, Err(NatsError::Unexpected { .. })), "{late:?}");
    let late = one(&sink, record.clone().expect_last_subject_sequence(3)).await;
    assert!(matches!(late, Err(NatsError::Unexpected { .. })), "{late:?}");
    let in_time = one(&sink, record.clone().expect_last_sequence(3)).await;
    assert_eq!(in_time.unwrap().sequence, 4);
    let in_time = one(&sink, record.expect_last_subject_sequence(4)).await;
    assert_eq!(in_time.unwrap().sequence, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_arrive_is_a_typed_error_and_the_stream_goes_on() {
    let nats = connect().await;
    let stream = stream(&nats).await;
    let sink = nats.sink().open().await.unwrap();
    let subject = format!("{stream}.x");
    let good = || Record::to(&subject).payload("good");
    let nobody = broker_support::unique("nobody");
    let records = [
        good(),
        Record::to(&nobody),
        Record::to("two words"),
        Record::to(""),
        Record::to(&subject).header("a:b", "c"),
        Record::to(&subject).header("a", "b\r\nc"),
        Record::to(&subject).payload(vec![0; nats.client().max_payload() + 1]),
        good(),
    ];
    let mut results = send(&sink, records).await.into_iter();
    let mut next = || results.next().unwrap();
    assert_eq!(next().unwrap().sequence, 1);
    let error = next().unwrap_err();
    assert!(matches!(&error, NatsError::NoResponders { subject } if *subject == nobody), "{error}");
    for _ in 0..2 {
        let error = next().unwrap_err();
        assert!(matches!(&error, NatsError::Subject { .. }), "{error}");
    }
    for _ in 0..2 {
        let error = next().unwrap_err();
        assert!(matches!(&error, NatsError::Header { name } if name.starts_with('a')), "{error}");
    }
    let error = next().unwrap_err();
    assert!(matches!(&error, NatsError::TooLarge { size, .. } if *size > 1 << 20), "{error}");
    assert_eq!(next().unwrap().sequence, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_may_allow_less_than_the_server() {
    let nats = connect().await;
    let name = broker_support::unique("small");
    let subjects = vec![name.clone()];
    let small =
        StreamConfig { name: name.clone(), subjects, max_message_size: 10, ..Default::default() };
    nats.stream(small).await.unwrap();
    let sink = nats.sink().open().await.unwrap();
    let error = one(&sink, Record::to(&name).payload("eleven bytes")).await.unwrap_err();
    assert!(matches!(&error, NatsError::TooLarge { size: 12, .. }), "{error}");
    assert_eq!(one(&sink, Record::to(&name).payload("ten bytes.")).await.unwrap().sequence, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_answered_is_told_so_at_the_deadline() {
    let nats = connect().await;
    let silent = broker_support::unique("silent");
    let _listener = nats.client().subscribe(silent.clone()).await.unwrap();
    let sink = nats.sink().deadline(Duration::from_millis(100)).open().await.unwrap();
    let error = one(&sink, Record::to(&silent)).await.unwrap_err();
    assert!(matches!(&error, NatsError::Unconfirmed { .. }), "{error}");
}

#[test]
fn what_is_on_its_way_when_the_runtime_goes_fails() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let link = Proxy::to(broker_support::nats());
    let sink = runtime.block_on(async {
        let nats = soon(Nats::connect(link.address())).await.unwrap();
        nats.sink().open().await.unwrap()
    });
    link.silence();
    let results = from_iter(0..3).send_to(sink, |_| Record::to("x")).map(|result: Result<_, _>| {
        let error = result.unwrap_err().error;
        matches!(error, NatsError::Closed { .. })
    });
    let subscriber = TestSubscriber::<bool, _>::new();
    results.subscribe(subscriber.subscriber());
    subscriber.assert_value_count(0);
    drop(runtime);
    subscriber.await_end(LONG).assert_values([true; 3]).assert_complete();
}

#[test]
fn when_the_runtime_has_gone_everything_fails_and_nothing_hangs() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (nats, sink): (Nats, NatsSink) = runtime.block_on(async {
        let nats = connect().await;
        let sink = nats.sink().open().await.unwrap();
        (nats, sink)
    });
    drop(runtime);
    let result = from_iter([0]).send_to(sink, |_| Record::to("x")).collect::<Vec<_>>().block();
    let error = result.unwrap().pop().unwrap().unwrap_err().error;
    assert!(matches!(&error, NatsError::Closed { .. }), "{error}");
    drop(nats);
}
