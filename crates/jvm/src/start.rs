use jni::EnvUnowned;
use jni::objects::JClass;
use jni::refs::LoaderContext;

use crate::error::JavaError;
use crate::native::NativeAPI;
use crate::registry::{self, Registry};

/// What [`export!`](crate::export) calls when Java has loaded the library.
#[doc(hidden)]
pub fn start<'local>(
    mut env: EnvUnowned<'local>,
    class: &JClass<'local>,
    register: fn(&mut Registry),
) {
    let started = env.with_env(|env| -> Result<(), JavaError> {
        let mut streams = Registry::default();
        register(&mut streams);
        let loader = class.get_class_loader(env)?;
        NativeAPI::get(env, &LoaderContext::Loader(&loader))?;
        registry::install(streams);
        Ok(())
    });
    started.resolve::<crate::calls::Throw>();
}
