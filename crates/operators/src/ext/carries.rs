/// What an error type is to be where an operator can fail for a reason `X` of its own: [`From<X>`].
///
/// Every such type is one. [`fallible`](super::ErrorExt::fallible) gives a stream that cannot fail an
/// error type, [`map_err`](super::ErrorExt::map_err) and [`err_into`](super::ErrorExt::err_into) give it
/// another.
///
/// ```
/// use std::time::Duration;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::scheduler::ThreadScheduler;
/// use reactive_streams_operators::{AnyError, range};
///
/// let clock = ThreadScheduler::new("clock");
/// let numbers = range(0..3).fallible::<AnyError>();
/// let in_time = numbers.timeout(Duration::from_secs(60), &clock); // which may say: Elapsed
/// assert_eq!(in_time.count().block().unwrap(), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "this operator can fail with `{X}`, which the stream's error type `{Self}` cannot carry",
    label = "adds an error of its own to this stream",
    note = "the error type has to be `From<{X}>`, as `AnyError` and `Box<dyn Error + Send + Sync>` are",
    note = "put `.fallible::<E>()` before the operator if nothing can fail yet, else `.err_into::<E>()` or `.map_err(..)`"
)]
pub trait Carries<X>: From<X> {}

// Without it, the compiler would name the missing `From`, and not what to do about it.
#[diagnostic::do_not_recommend]
impl<E: From<X>, X> Carries<X> for E {}
