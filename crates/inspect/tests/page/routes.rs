use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use serde_json::Value;
use tower::ServiceExt;

use super::{get, header, pipelines, text};

#[tokio::test]
async fn the_page_is_one_document() {
    let response = get(&pipelines(), "/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    let policy = header(&response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains("connect-src 'self';"), "{policy}");
    let document = text(response).await;
    assert!(!document.contains("{{"), "a part was not put in");
    for part in [".pipeline {", "function arrange(", "new EventSource("] {
        assert!(document.contains(part), "{part} is missing");
    }
    for elsewhere in ["src=", "@import", "url(", "href=\"http", "import "] {
        assert!(!document.contains(elsewhere), "{elsewhere} loads something");
    }
}

#[tokio::test]
async fn the_snapshot_is_of_every_pipeline() {
    let response = get(&pipelines(), "/snapshot").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let snapshot: Value = serde_json::from_str(&text(response).await).unwrap();
    let names: Vec<_> = snapshot["pipelines"].as_array().unwrap().iter().collect();
    assert_eq!(names.len(), 2);
    assert_eq!(names[0]["pipeline"], "checkout");
    assert_eq!(names[1]["pipeline"], "prices");
    assert!(snapshot["run"].as_u64().unwrap() > 0);
}

#[rstest]
#[case("/pipelines", StatusCode::OK)]
#[case("/pipelines/snapshot", StatusCode::OK)]
#[case("/pipelines/events", StatusCode::OK)]
#[case("/pipelines/elsewhere", StatusCode::NOT_FOUND)]
#[case("/snapshot", StatusCode::NOT_FOUND)]
#[tokio::test]
async fn works_under_a_path(#[case] path: &str, #[case] status: StatusCode) {
    let application = Router::new().nest("/pipelines", pipelines());
    assert_eq!(get(&application, path).await.status(), status);
}

#[tokio::test]
async fn is_read_only() {
    let request = Request::post("/snapshot").body(Body::empty()).unwrap();
    let Ok(response) = pipelines().oneshot(request).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}
