mod map_err;
mod on_error_resume;
mod on_error_return;
mod results;
mod retry;
mod retry_spec;
mod retry_when;

pub use map_err::MapErr;
pub(crate) use map_err::absurd;
pub use on_error_resume::OnErrorResume;
pub use on_error_return::OnErrorReturn;
pub use results::{IntoResults, LiftResults, MapOk, OnErrorContinue};
pub use retry::{Retried, Times};
pub use retry_spec::{Retry, RetryError};
pub use retry_when::RetryWhen;
