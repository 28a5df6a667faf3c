mod map_err;
mod on_error_resume;
mod on_error_return;
mod resubscribe;
mod results;
mod retry;
mod retry_error;
mod retry_when;

pub use map_err::MapErr;
pub(crate) use map_err::absurd;
pub use on_error_resume::OnErrorResume;
pub use on_error_return::OnErrorReturn;
pub use resubscribe::{Pause, Repeat, Resubscribe, Retry};
pub use results::{IntoResults, LiftResults, MapOk, OnErrorContinue};
pub use retry::{Retried, Times};
pub use retry_error::RetryError;
pub use retry_when::RetryWhen;
