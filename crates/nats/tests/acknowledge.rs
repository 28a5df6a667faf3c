//! What is acknowledged is not delivered again; what is rejected, dropped or forgotten is.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::time::{Duration, Instant};

use reactive_streams_nats::{ConsumerConfig, Message, Nats, NatsAcknowledgement, NatsConsumer};
use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use reactive_streams_operators::prelude::*;
use rstest::rstest;
use support::{connect, count, eventually, info, number, numbered, soon};

type Numbered = Delivery<Message, NatsAcknowledgement>;

async fn open(nats: &Nats, stream: &str, ack_wait: Duration) -> NatsConsumer {
    let config = ConsumerConfig { ack_wait, ..Default::default() };
    nats.consumer(stream, "settle").config(config).open().await.unwrap()
}

async fn take(consumer: &NatsConsumer, n: usize) -> Vec<Numbered> {
    let deliveries = consumer.deliveries().take(n).collect::<Vec<_>>();
    soon(deliveries.into_future()).await.unwrap()
}

const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(300);

#[rstest]
#[case::reject(|delivery: Numbered| delivery.reject())]
#[case::drop(drop::<Numbered>)]
#[case::drop_the_acknowledgement(|delivery: Numbered| drop(delivery.into_parts().0))]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_comes_again_at_once(#[case] reject: fn(Numbered)) {
    let nats = connect().await;
    let stream = numbered(&nats, 0..2).await;
    let consumer = open(&nats, &stream, LONG).await;
    let mut two = take(&consumer, 2).await;
    assert!(two.iter().all(|delivery| !delivery.is_redelivered()));
    two.pop().unwrap().acknowledge();
    reject(two.pop().unwrap());
    let again = take(&consumer, 1).await.pop().unwrap();
    assert!(again.is_redelivered());
    assert_eq!((number(again.element()), again.element().delivered()), (0, 2));
    again.acknowledge();
    eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_for_later_comes_then() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1).await;
    let consumer = open(&nats, &stream, LONG).await;
    let delivery = take(&consumer, 1).await.pop().unwrap();
    let before = Instant::now();
    delivery.into_parts().1.reject_after(SHORT);
    let again = take(&consumer, 1).await.pop().unwrap();
    assert!(before.elapsed() >= SHORT, "{:?}", before.elapsed());
    assert_eq!(again.element().delivered(), 2);
    again.acknowledge();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forgotten_comes_again_and_what_is_in_progress_does_not() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..2).await;
    let consumer = open(&nats, &stream, SHORT * 2).await;
    let mut two = take(&consumer, 2).await;
    let (forgotten, worked_on) = (two.remove(0), two.remove(0).into_parts().1);
    // For as long as the other one is forgotten, and longer.
    let again = tokio::spawn({
        let consumer = consumer.clone();
        async move { take(&consumer, 1).await.pop().unwrap() }
    });
    while !again.is_finished() {
        worked_on.in_progress();
        tokio::time::sleep(SHORT / 10).await;
    }
    let again = again.await.unwrap();
    assert_eq!((number(again.element()), again.element().delivered()), (0, 2));
    assert_eq!(info(&nats, &stream, "settle").await.num_redelivered, 1);
    again.acknowledge();
    worked_on.acknowledge();
    eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
    drop(forgotten);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_terminated_never_comes_again() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..2).await;
    let consumer = open(&nats, &stream, LONG).await;
    let mut two = take(&consumer, 2).await;
    two.pop().unwrap().acknowledge();
    two.pop().unwrap().into_parts().1.terminate();
    eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_acknowledgement_is_known_to_the_server() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..1).await;
    let consumer = open(&nats, &stream, LONG).await;
    let delivery = take(&consumer, 1).await.pop().unwrap();
    soon(delivery.into_parts().1.confirm()).await.unwrap();
    assert_eq!(consumer.measure_lag().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_are_acknowledged_at_once_than_the_client_has_room_for() {
    let nats = connect().await;
    let stream = numbered(&nats, 0..10).await;
    let config = ConsumerConfig { max_ack_pending: 20_000, ..Default::default() };
    let consumer =
        nats.consumer(&stream, "many").config(config).pull(count(5000)).open().await.unwrap();
    let sink = nats.sink().window(count(2000)).open().await.unwrap();
    let subject = format!("{stream}.more");
    let more = reactive_streams_operators::range(10..10_000u32);
    let more = more
        .send_to(sink, move |n| reactive_streams_nats::Record::to(&subject).payload(n.to_string()));
    soon(more.map(|sent| drop(sent.unwrap())).count().into_future()).await.unwrap();
    let all = take(&consumer, 10_000).await;
    assert_eq!(consumer.measure_lag().await.unwrap(), 10_000);
    all.into_iter().for_each(|delivery| drop(delivery.acknowledge()));
    eventually(async || consumer.measure_lag().await.unwrap() == 0).await;
    assert_eq!(info(&nats, &stream, "many").await.num_redelivered, 0);
}
