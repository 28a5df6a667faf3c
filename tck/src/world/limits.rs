use std::time::Duration;

/// How long to wait for implementations that run on threads of their own.
///
/// The two limits are separate on purpose. A correct implementation never reaches `must_happen`, so
/// it is long, and a slow machine costs nothing but time. `must_not_happen` is how long we watch for
/// what should not come; it is short, and watching too briefly can only miss a fault.
///
/// The environment variables `TCK_MUST_HAPPEN_MS` and `TCK_MUST_NOT_HAPPEN_MS` set the defaults;
/// values given in code win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest wait for what has to happen.
    pub must_happen: Duration,
    /// How long nothing has to be seen before we believe that nothing comes.
    pub must_not_happen: Duration,
}

impl Default for Limits {
    /// 10 s and 10 ms, or what the environment says.
    fn default() -> Self {
        let millis = |name, default| Duration::from_millis(from_env(name).unwrap_or(default));
        Self {
            must_happen: millis("TCK_MUST_HAPPEN_MS", 10_000),
            must_not_happen: millis("TCK_MUST_NOT_HAPPEN_MS", 10),
        }
    }
}

/// A number of milliseconds from the environment; says so when it is none.
fn from_env(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    let parsed = value.parse().ok();
    if parsed.is_none() {
        eprintln!("{name}={value} is not a number of milliseconds; the default is used");
    }
    parsed
}
