use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use metrics::counter;
use reactive_streams_operators::operator::Reason;
use reactive_streams_overload::{Limited, Shed};

use crate::order::Lane;

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// 201: the order is in the database.
    Stored,
    /// 200: it was already.
    Known,
    /// 202: it will be in the database.
    Taken,
    /// 400: this is not an order.
    Malformed,
    /// 429 for a client that comes too often, 503 otherwise: why, and when to come again.
    TurnedAway(Reason, Duration),
}

impl Answer {
    /// Counts the answer.
    pub(super) fn on(self, lane: Lane) -> Self {
        let (status, outcome) = match self {
            Self::Stored => ("201", "stored"),
            Self::Known => ("200", "known"),
            Self::Taken => ("202", "taken"),
            Self::Malformed => ("400", "malformed"),
            Self::TurnedAway(Reason::Limited, _) => ("429", Reason::Limited.name()),
            Self::TurnedAway(reason, _) => ("503", reason.name()),
        };
        let labels = [("lane", lane.name()), ("status", status), ("outcome", outcome)];
        counter!("flash_sale_answers_total", &labels).increment(1);
        self
    }
}

impl From<Limited> for Answer {
    fn from(limited: Limited) -> Self {
        Self::TurnedAway(Reason::Limited, limited.retry_after)
    }
}

impl From<Shed> for Answer {
    fn from(shed: Shed) -> Self {
        Self::TurnedAway(shed.reason, shed.retry_after)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Stored => StatusCode::CREATED.into_response(),
            Self::Known => StatusCode::OK.into_response(),
            Self::Taken => StatusCode::ACCEPTED.into_response(),
            Self::Malformed => StatusCode::BAD_REQUEST.into_response(),
            Self::TurnedAway(reason, retry_after) => {
                let status = match reason {
                    Reason::Limited => StatusCode::TOO_MANY_REQUESTS,
                    _ => StatusCode::SERVICE_UNAVAILABLE,
                };
                // HTTP has whole seconds; to come too early would be in vain.
                let seconds = retry_after.as_secs_f64().ceil().max(1.0) as u64;
                let headers = [(RETRY_AFTER, HeaderValue::from(seconds))];
                (status, headers, reason.name()).into_response()
            }
        }
    }
}
