use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use reactive_streams_inspect::Inspector;
use reactive_streams_inspect::health::{Health, Liveness, Readiness};

/// A service that has work and does none for so long is to be started anew.
const PATIENCE: Duration = Duration::from_secs(10);

/// Ready until nine tenths of the places of `stage` are taken, and again when no more than half of them are.
pub(super) fn routes(inspector: &Inspector, stage: &str, places: u64) -> Router {
    let readiness = Arc::new(Readiness::new(inspector).backlog(stage, places * 9 / 10, places / 2));
    let liveness = Arc::new(Liveness::new(inspector, PATIENCE));
    Router::new()
        .route("/health/ready", get(move || async move { answer(&readiness.check()) }))
        .route("/health/live", get(move || async move { answer(&liveness.check()) }))
}

fn answer(health: &Health) -> (StatusCode, String) {
    let status = if health.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, health.to_string())
}
