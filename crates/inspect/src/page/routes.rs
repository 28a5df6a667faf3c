use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Sse};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::document::{DOCUMENT, POLICY};
use super::events::Events;
use crate::{Inspector, Snapshot};

/// How far apart the events are that nobody asked otherwise.
const EVERY: Duration = Duration::from_millis(500);

/// No closer together than this, whatever is asked for: a snapshot costs the program time.
const LEAST: Duration = Duration::from_millis(20);

/// The routes of the page, for an application that has a server already.
///
/// They work under any path; the page is at that path itself, without a slash behind it. Whoever may see
/// the rest of the application may then see the pipelines too: put what asks for credentials in front of
/// it where that matters.
///
/// ```
/// use axum::Router;
/// use reactive_streams_inspect::{Inspector, page};
///
/// let checkout = Inspector::new("checkout");
/// let app: Router = Router::new().nest("/pipelines", page::router([checkout]));
/// ```
pub fn router<S>(inspectors: impl IntoIterator<Item = Inspector>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/", get(document))
        .route("/snapshot", get(snapshot))
        .route("/events", get(events))
        .with_state(Inspectors::new(inspectors))
}

/// The pipelines of a page, in the order in which it shows them.
#[derive(Clone)]
pub(super) struct Inspectors {
    run: u64,
    inspectors: Arc<[Inspector]>,
}

impl Inspectors {
    fn new(inspectors: impl IntoIterator<Item = Inspector>) -> Self {
        // A clock that stands before 1970 costs nothing but the distinction.
        let run = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as u64);
        Self { run, inspectors: inspectors.into_iter().collect() }
    }

    pub(super) fn snapshot(&self) -> Pipelines {
        let pipelines = self.inspectors.iter().map(Inspector::snapshot).collect();
        Pipelines { run: self.run, pipelines }
    }
}

#[derive(Serialize)]
pub(super) struct Pipelines {
    /// Another after the program was started again: what a page has drawn is then of the past.
    run: u64,
    pipelines: Vec<Snapshot>,
}

#[derive(Deserialize)]
struct Pace {
    /// In milliseconds.
    every: Option<u64>,
}

async fn document() -> impl IntoResponse {
    let headers = [(CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, "no-cache")];
    (headers, Html(DOCUMENT.as_str()))
}

async fn snapshot(State(inspectors): State<Inspectors>) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], Json(inspectors.snapshot()))
}

async fn events(State(inspectors): State<Inspectors>, Query(pace): Query<Pace>) -> Sse<Events> {
    let every = pace.every.map_or(EVERY, Duration::from_millis).max(LEAST);
    Sse::new(Events::new(inspectors, every))
}
