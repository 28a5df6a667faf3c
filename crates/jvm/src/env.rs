//! The environment of the thread that runs.

use jni::Env;
use jni::errors::Result;
use jni::vm::{AttachConfig, AttachmentExceptionPolicy, JavaVM};

use crate::native::attach;

/// Calls `f` with the environment of this thread, which is attached if it has to be.
///
/// No frame is made for it: `f` deletes the local references that it makes, or makes a frame itself.
pub(crate) fn with_env<R>(f: impl FnOnce(&mut Env<'_>) -> Result<R>) -> Result<R> {
    let vm = JavaVM::singleton()?;
    attach(&vm)?;
    // Nothing that Rust calls throws, and what `jni` throws is cleared here.
    let config =
        || AttachConfig::new().scoped(true).exceptions_policy(AttachmentExceptionPolicy::Ignore);
    vm.attach_current_thread_with_config(config, None, |env| {
        let result = f(env);
        if result.is_err() {
            env.exception_clear();
        }
        result
    })
}

/// As [`with_env`], in a frame: what `f` makes of local references is gone when it returns.
pub(crate) fn with_frame<R>(f: impl FnOnce(&mut Env<'_>) -> Result<R>) -> Result<R> {
    const CAPACITY: usize = 16;
    with_env(|env| env.with_local_frame(CAPACITY, f))
}
