//! A core subject cannot be held back: what is too much is left to a policy, and counted.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod support;

use std::sync::mpsc;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_nats::{CoreMessage, Nats, NatsError};
use reactive_streams_operators::SinkError;
use reactive_streams_operators::operator::Overflow;
use reactive_streams_operators::prelude::*;
use reactive_streams_test::TestSubscriber;
use support::{LONG, Server, connect, count, eventually, number, soon};

type Subscriber = TestSubscriber<CoreMessage, NatsError>;

async fn say(nats: &Nats, subject: &str, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        nats.client().publish(subject.to_owned(), number.to_string().into()).await.unwrap();
    }
    nats.client().flush().await.unwrap();
}

/// Until the server has heard of the subscription: what is said before is heard by nobody.
async fn say_until_heard(nats: &Nats, subject: &str, subscriber: &Subscriber) {
    eventually(async || {
        say(nats, subject, [0]).await;
        !subscriber.take_values().is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_heard() {
    let nats = connect().await;
    let subject = broker_support::unique("core");
    let subscriber = Subscriber::new();
    let policy = Overflow::fail();
    nats.subject(&subject, count(1000), policy).subscribe(subscriber.subscriber());
    say_until_heard(&nats, &subject, &subscriber).await;
    nats.client().publish_with_reply(subject.clone(), "answer", "7".into()).await.unwrap();
    eventually(async || {
        let last = subscriber.take_values().pop();
        last.is_some_and(|message| {
            (message.subject(), message.reply(), number(&message)) == (&*subject, Some("answer"), 7)
        })
    })
    .await;
    subscriber.cancel();
    assert_eq!(nats.dropped(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_requests_is_left_to_the_policy_and_counted() {
    let nats = connect().await;
    let subject = broker_support::unique("core");
    let policy = Overflow::drop_oldest();
    let dropped = policy.dropped();
    let subscriber = Subscriber::with_initial_demand(1);
    nats.subject(&subject, count(10), policy).subscribe(subscriber.subscriber());
    say_until_heard(&nats, &subject, &subscriber).await;
    let said_before = dropped.total();
    say(&nats, &subject, 1..=1000).await;
    // 32 are on their way to the subscriber, and 10 wait; which of the first are among them depends on who is faster.
    eventually(async || dropped.total() >= said_before + 900).await;
    subscriber.request(u64::MAX);
    eventually(async || {
        let values = subscriber.take_values();
        values.last().is_some_and(|last| number(last) == 1000)
    })
    .await;
    assert_eq!(nats.dropped(), 0);
    subscriber.cancel();
}

/// The client goes on, so it answers: what blocks is not its task, nor the one that empties its buffer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_blocks_does_not_stop_the_client() {
    let nats = connect().await;
    let subject = broker_support::unique("core");
    let policy = Overflow::drop_newest();
    let dropped = policy.dropped();
    let (unblock, blocked) = mpsc::channel::<()>();
    let prices = nats.subject(&subject, count(10), policy);
    let waiting = prices.map(move |_| blocked.recv().is_ok()).take_while(|&goes_on| goes_on);
    let waiting = tokio::spawn(waiting.count().into_future());
    eventually(async || {
        say(&nats, &subject, 0..100).await;
        dropped.total() > 1000
    })
    .await;
    nats.client().flush().await.unwrap();
    assert_eq!(nats.dropped(), 0);
    drop(unblock);
    soon(waiting).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_may_fail() {
    let nats = connect().await;
    let subject = broker_support::unique("core");
    let subscriber = Subscriber::with_initial_demand(1);
    nats.subject(&subject, count(10), Overflow::reject()).subscribe(subscriber.subscriber());
    say_until_heard(&nats, &subject, &subscriber).await;
    say(&nats, &subject, 1..=1000).await;
    subscriber.request(u64::MAX);
    subscriber.await_end(LONG);
    assert!(subscriber.log().last().unwrap().contains("Overflow"), "{:?}", subscriber.log().last());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_subject_is_an_error() {
    let nats = connect().await;
    let policy = Overflow::drop_newest().ignore();
    let error = soon(nats.subject("two words", count(1), policy).count().into_future()).await;
    let Err(SinkError::Upstream(error)) = error else { panic!("{error:?}") };
    assert!(matches!(&error, NatsError::Subject { subject } if subject == "two words"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_on_when_the_server_was_killed() {
    let mut server = Server::start();
    let nats = server.connect().await;
    let subscriber = Subscriber::new();
    nats.subject("core", count(1000), Overflow::fail()).subscribe(subscriber.subscriber());
    say_until_heard(&nats, "core", &subscriber).await;
    server.kill();
    server.start_again();
    let second = server.connect().await;
    eventually(async || {
        say(&second, "core", [1]).await;
        tokio::time::sleep(Duration::from_millis(10)).await; // the client connects again in its own time
        subscriber.take_values().iter().any(|message| number(message) == 1)
    })
    .await;
    subscriber.cancel();
}
