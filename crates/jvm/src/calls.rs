//! What Java calls.

use std::any::Any;

use jni::Env;
use jni::errors::{ErrorPolicy, Result};
use jni::objects::{JClass, JLongArray, JObject, JObjectArray, JString, JThrowable};
use jni::sys::{jboolean, jdouble, jint, jlong};
use jni::vm::JavaVM;

use crate::convert::Value;
use crate::error::{JavaError, throwable};
use crate::inlet;
use crate::native::{Native, NativeAPI, NativeNativeInterface, attached_threads};
use crate::object::{JavaObject, references};
use crate::registry::{self, panic_message};
use crate::table::{self, End};

impl NativeNativeInterface for NativeAPI {
    type Error = JavaError;

    fn is_registered<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        kind: jint,
        name: JString<'local>,
    ) -> core::result::Result<jboolean, JavaError> {
        Ok(registry::is_registered(kind, &name.try_to_string(env)?))
    }

    fn subscribe<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        name: JString<'local>,
        arguments: JObjectArray<'local>,
        subscriber: JObject<'local>,
        batched: jboolean,
    ) -> core::result::Result<(), JavaError> {
        let name = name.try_to_string(env)?;
        let subscriber = JavaObject::new(env, &subscriber)?;
        registry::subscribe(env, &name, &arguments, subscriber, batched);
        Ok(())
    }

    fn open_subscriber<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        name: JString<'local>,
        arguments: JObjectArray<'local>,
    ) -> core::result::Result<jlong, JavaError> {
        let name = name.try_to_string(env)?;
        registry::open_subscriber(env, &name, &arguments)
    }

    fn open_sink<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        name: JString<'local>,
        arguments: JObjectArray<'local>,
        result: JObject<'local>,
    ) -> core::result::Result<jlong, JavaError> {
        let name = name.try_to_string(env)?;
        let result = JavaObject::new(env, &result)?;
        registry::open_sink(env, &name, &arguments, result)
    }

    fn open_processor<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        name: JString<'local>,
    ) -> core::result::Result<JLongArray<'local>, JavaError> {
        let ends = registry::open_processor(&name.try_to_string(env)?)?;
        Ok(longs(env, &ends)?)
    }

    fn subscribe_outlet<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        outlet: jlong,
        subscriber: JObject<'local>,
        batched: jboolean,
    ) -> core::result::Result<(), JavaError> {
        let subscriber = JavaObject::new(env, &subscriber)?;
        if let Some(End::Outlet(outlet)) = table::get(outlet) {
            outlet.subscribe(subscriber, batched);
        }
        Ok(())
    }

    fn request<'local>(
        _env: &mut Env<'local>,
        _class: JClass<'local>,
        subscription: jlong,
        n: jlong,
    ) -> core::result::Result<(), JavaError> {
        if let Some(End::Link(link)) = table::get(subscription) {
            link.request(n);
        }
        Ok(())
    }

    fn cancel<'local>(
        _env: &mut Env<'local>,
        _class: JClass<'local>,
        subscription: jlong,
    ) -> core::result::Result<(), JavaError> {
        if let Some(End::Link(link)) = table::get(subscription) {
            link.cancel();
            drop(table::remove(subscription));
        }
        Ok(())
    }

    fn on_subscribe<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
        subscription: JObject<'local>,
    ) -> core::result::Result<(), JavaError> {
        match inlet::get(number) {
            Some(inlet) => inlet.on_subscribe(number, JavaObject::new(env, &subscription)?),
            None => Native::cancel_of(env, &subscription)?, // §2.6
        }
        Ok(())
    }

    fn on_next<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
        item: JObject<'local>,
    ) -> core::result::Result<(), JavaError> {
        next(env, number, Value::Object(item));
        Ok(())
    }

    fn on_next_long<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
        item: jlong,
    ) -> core::result::Result<(), JavaError> {
        next(env, number, Value::Long(item));
        Ok(())
    }

    fn on_next_double<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
        item: jdouble,
    ) -> core::result::Result<(), JavaError> {
        next(env, number, Value::Double(item));
        Ok(())
    }

    fn on_error<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
        error: JThrowable<'local>,
    ) -> core::result::Result<(), JavaError> {
        if let Some(inlet) = inlet::get(number) {
            inlet.on_error(JavaError::of(env, &error));
        }
        Ok(())
    }

    fn on_complete<'local>(
        _env: &mut Env<'local>,
        _class: JClass<'local>,
        number: jlong,
    ) -> core::result::Result<(), JavaError> {
        if let Some(inlet) = inlet::get(number) {
            inlet.on_complete();
        }
        Ok(())
    }

    fn release<'local>(
        _env: &mut Env<'local>,
        _class: JClass<'local>,
        end: jlong,
    ) -> core::result::Result<(), JavaError> {
        match table::remove(end) {
            Some(End::Inlet(inlet)) => inlet.close(),
            other => drop(other),
        }
        Ok(())
    }

    fn statistics<'local>(
        env: &mut Env<'local>,
        _class: JClass<'local>,
    ) -> core::result::Result<JLongArray<'local>, JavaError> {
        let attached = attached_threads() + JavaVM::singleton()?.threads_attached() as u64;
        let counts = [references(), table::len() as u64, attached];
        Ok(longs(env, &counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))?)
    }
}

fn next<'local>(env: &mut Env<'local>, number: jlong, value: Value<'local>) {
    if let Some(inlet) = inlet::get(number) {
        inlet.on_next(env, value);
    }
}

fn longs<'local>(env: &mut Env<'local>, values: &[i64]) -> Result<JLongArray<'local>> {
    let array = JLongArray::new(env, values.len())?;
    array.set_region(env, 0, values)?;
    Ok(array)
}

/// What becomes of an error: it is thrown; and of a panic: it is reported, for what it hit has been told.
///
/// No signal has an error, so none is thrown where a signal may not throw.
#[derive(Debug)]
pub(crate) struct Throw;

#[expect(single_use_lifetimes, reason = "the trait has them")]
impl<T: Default> ErrorPolicy<T, JavaError> for Throw {
    type Captures<'unowned_env_local: 'native_method, 'native_method> = ();

    fn on_error<'unowned_env_local: 'native_method, 'native_method>(
        env: &mut Env<'unowned_env_local>,
        (): &mut (),
        error: JavaError,
    ) -> Result<T> {
        if !env.exception_check() {
            let exception = throwable(env, &error)?;
            // It says that an exception is pending, which is what it is called for.
            let _ = env.throw(exception);
        }
        Ok(T::default())
    }

    fn on_panic<'unowned_env_local: 'native_method, 'native_method>(
        env: &mut Env<'unowned_env_local>,
        (): &mut (),
        panic: Box<dyn Any + Send>,
    ) -> Result<T> {
        env.exception_clear();
        let message = JString::from_str(env, panic_message(&*panic))?;
        Native::report(env, &message)?;
        Ok(T::default())
    }
}
