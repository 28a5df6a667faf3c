//! The page itself: one document, put together from its parts once.

use std::sync::LazyLock;

const FRAME: &str = include_str!("assets/index.html");
const STYLE: &str = include_str!("assets/page.css");

/// In the order in which they build on each other: together they are one script.
const SCRIPT: &str = concat!(
    include_str!("assets/words.js"),
    include_str!("assets/elements.js"),
    include_str!("assets/layers.js"),
    include_str!("assets/graph.js"),
    include_str!("assets/buffers.js"),
    include_str!("assets/detail.js"),
    include_str!("assets/live.js"),
);

/// What the page may do: talk to the server that it came from, and nothing else.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
     connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

pub(super) static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| FRAME.replace("{{style}}", STYLE).replace("{{script}}", SCRIPT));
