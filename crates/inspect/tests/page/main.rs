//! The server of the live page: what it answers, and how it stops.
#![allow(clippy::unwrap_used)] // also in helpers

mod events;
mod routes;
mod serve;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use reactive_streams_inspect::{Inspector, page};
use tower::ServiceExt;

fn pipelines() -> Router {
    page::router([Inspector::new("checkout"), Inspector::new("prices")])
}

async fn get(router: &Router, path: &str) -> Response<Body> {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let Ok(response) = router.clone().oneshot(request).await;
    response
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers()[name].to_str().unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
