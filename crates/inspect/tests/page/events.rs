use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::StatusCode;
use futures_core::Stream;
use reactive_streams_inspect::{Inspector, page};
use reactive_streams_operators::scheduler::DeterministicScheduler;
use rstest::rstest;
use serde_json::Value;
use tokio::time::{Instant, advance};

use super::{get, header, pipelines};

/// The next frame as it is sent.
async fn frame(body: &mut BodyDataStream) -> String {
    let bytes = poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
    String::from_utf8(bytes.unwrap().unwrap().to_vec()).unwrap()
}

fn snapshot(frame: &str) -> Value {
    let data = frame.strip_prefix("data: ").and_then(|rest| rest.strip_suffix("\n\n"));
    serde_json::from_str(data.expect("one line of data, and an empty line")).unwrap()
}

#[tokio::test(start_paused = true)]
async fn each_event_is_a_snapshot() {
    let response = get(&pipelines(), "/events").await;
    assert_eq!(header(&response, "content-type"), "text/event-stream");
    assert_eq!(header(&response, "cache-control"), "no-cache");
    let mut body = response.into_body().into_data_stream();
    let snapshot = snapshot(&frame(&mut body).await);
    assert_eq!(snapshot["pipelines"][0]["pipeline"], "checkout");
    assert_eq!(snapshot["pipelines"][1]["pipeline"], "prices");
}

#[rstest]
#[case::unasked("/events", 500)]
#[case::asked("/events?every=100", 100)]
#[case::seldom("/events?every=60000", 60_000)]
#[case::too_often("/events?every=0", 20)]
#[tokio::test(start_paused = true)]
async fn they_come_as_often_as_asked(#[case] path: &str, #[case] every: u64) {
    let mut body = get(&pipelines(), path).await.into_body().into_data_stream();
    let start = Instant::now();
    frame(&mut body).await;
    assert_eq!(start.elapsed(), Duration::ZERO, "the first comes at once");
    for times in 1..=3 {
        frame(&mut body).await;
        assert_eq!(start.elapsed(), Duration::from_millis(times * every));
    }
}

#[rstest]
#[case("/events?every=often")]
#[case("/events?every=-1")]
#[tokio::test]
async fn what_is_no_number_is_refused(#[case] path: &str) {
    assert_eq!(get(&pipelines(), path).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn who_is_slow_misses_snapshots_and_gets_new_ones() {
    let clock = DeterministicScheduler::new(1);
    let router = page::router([Inspector::with_clock("checkout", &clock)]);
    let mut body = get(&router, "/events").await.into_body().into_data_stream();
    let at = |frame: String| snapshot(&frame)["pipelines"][0]["at_ms"].as_u64().unwrap();
    assert_eq!(at(frame(&mut body).await), 0);

    let late = Duration::from_millis(10_250);
    clock.advance(late);
    advance(late).await;
    let start = Instant::now();
    assert_eq!(at(frame(&mut body).await), 10_250, "of now, and not of when it was due");
    assert_eq!(start.elapsed(), Duration::ZERO);
    frame(&mut body).await;
    assert_eq!(start.elapsed(), Duration::from_millis(500), "none is made up for");
}
