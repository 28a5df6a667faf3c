//! Whether a pipeline can take on more, and whether it is stuck: values for a web framework to serve.
//!
//! A load balancer asks for [`Readiness`] and sends nothing while it fails; what runs the process asks for
//! [`Liveness`] and starts it anew if that fails. Both are asked, and do nothing by themselves.
//!
//! ```
//! use reactive_streams_inspect::Inspector;
//! use reactive_streams_inspect::health::Readiness;
//! use std::time::Duration;
//!
//! let inspector = Inspector::new("checkout");
//! let second = Duration::from_secs(1);
//! let readiness = Readiness::new(&inspector).backlog("queue", 800, 400).age("queue", second, second / 2);
//! let health = readiness.check();
//! let (status, body) = (if health.is_ok() { 200 } else { 503 }, health.to_string());
//! assert_eq!((status, body.as_str()), (503, "there is no stage `queue`"));
//! ```

mod liveness;
mod readiness;

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub use liveness::Liveness;
pub use readiness::Readiness;

/// How a pipeline is, and if it is not well, why.
///
/// As text it is the reasons, a line for each, or `ok`; as JSON `{"ok":false,"reasons":["…"]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    reasons: Vec<String>,
}

impl Health {
    /// Whether there is no reason against it.
    pub fn is_ok(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Whether it can take on more: the same as [`is_ok`](Self::is_ok), by the name that readiness has.
    pub fn is_ready(&self) -> bool {
        self.is_ok()
    }

    /// Why it is not well.
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_ok() { "ok" } else { "" })?;
        f.write_str(&self.reasons.join("\n"))
    }
}

impl Serialize for Health {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Health", 2)?;
        map.serialize_field("ok", &self.is_ok())?;
        map.serialize_field("reasons", &self.reasons)?;
        map.end()
    }
}
