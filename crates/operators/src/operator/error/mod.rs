mod map_err;
mod on_error_resume;
mod on_error_return;
mod retry;

pub use map_err::MapErr;
pub(crate) use map_err::absurd;
pub use on_error_resume::OnErrorResume;
pub use on_error_return::OnErrorReturn;
pub use retry::{Retry, Times};
