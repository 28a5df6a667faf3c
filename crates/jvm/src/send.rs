//! Elements on their way to Java.

use jni::Env;
use jni::objects::{JDoubleArray, JLongArray, JObject, JObjectArray};
use jni::refs::IntoAuto as _;

use crate::convert::{IntoJava, Value};
use crate::error::JavaError;
use crate::native::Native;

/// Signals `onNext`, and tells whether it returned normally.
pub(crate) fn send<T: IntoJava>(
    env: &mut Env<'_>,
    subscriber: &JObject<'_>,
    item: T,
) -> Result<bool, JavaError> {
    clearing(env, |env| {
        Ok(match item.into_java(env)? {
            Value::Long(item) => Native::next_long(env, subscriber, item)?,
            Value::Double(item) => Native::next_double(env, subscriber, item)?,
            Value::Object(item) => {
                // There may be no frame that frees it before the thread ends.
                let item = item.auto();
                Native::next(env, subscriber, &item)?
            }
        })
    })
}

/// Moves a block of elements in one call, and tells whether that returned normally.
pub(crate) fn send_block<T: IntoJava>(
    env: &mut Env<'_>,
    batches: &JObject<'_>,
    items: impl ExactSizeIterator<Item = T>,
) -> Result<bool, JavaError> {
    let len = items.len();
    clearing(env, |env| {
        env.with_local_frame(len + 4, |env| {
            let mut block = Block::Empty;
            for (index, item) in items.enumerate() {
                let value = item.into_java(env)?;
                block.put(env, index, len, value)?;
            }
            Ok(block.send(env, batches)?)
        })
    })
}

/// What a conversion has thrown is said by its error, and must not be pending in the next call.
fn clearing<'local, R>(
    env: &mut Env<'local>,
    f: impl FnOnce(&mut Env<'local>) -> Result<R, JavaError>,
) -> Result<R, JavaError> {
    let result = f(env);
    if result.is_err() {
        env.exception_clear();
    }
    result
}

/// Elements of one kind; what follows an element of another kind makes objects of all.
enum Block<'local> {
    Empty,
    Longs(Vec<i64>),
    Doubles(Vec<f64>),
    Objects(JObjectArray<'local>),
}

impl<'local> Block<'local> {
    fn put(
        &mut self,
        env: &mut Env<'local>,
        index: usize,
        len: usize,
        value: Value<'local>,
    ) -> jni::errors::Result<()> {
        match (&mut *self, value) {
            (Self::Longs(items), Value::Long(item)) => items.push(item),
            (Self::Doubles(items), Value::Double(item)) => items.push(item),
            (Self::Empty, Value::Long(item)) => {
                let mut items = Vec::with_capacity(len);
                items.push(item);
                *self = Self::Longs(items);
            }
            (Self::Empty, Value::Double(item)) => {
                let mut items = Vec::with_capacity(len);
                items.push(item);
                *self = Self::Doubles(items);
            }
            (_, value) => {
                let item = value.into_object(env)?;
                self.objects(env, len)?.set_element(env, index, &item)?;
                env.delete_local_ref(item);
            }
        }
        Ok(())
    }

    fn objects(
        &mut self,
        env: &mut Env<'local>,
        len: usize,
    ) -> jni::errors::Result<&JObjectArray<'local>> {
        let before: Vec<Value<'local>> = match self {
            Self::Objects(array) => return Ok(array),
            Self::Empty => Vec::new(),
            Self::Longs(items) => items.drain(..).map(Value::Long).collect(),
            Self::Doubles(items) => items.drain(..).map(Value::Double).collect(),
        };
        let array = JObjectArray::<JObject<'_>>::new(env, len, JObject::null())?;
        for (index, value) in before.into_iter().enumerate() {
            let item = value.into_object(env)?;
            array.set_element(env, index, &item)?;
            env.delete_local_ref(item);
        }
        *self = Self::Objects(array);
        self.objects(env, len)
    }

    fn send(self, env: &mut Env<'local>, batches: &JObject<'_>) -> jni::errors::Result<bool> {
        match self {
            Self::Empty => Ok(true),
            Self::Longs(items) => {
                let array = JLongArray::new(env, items.len())?;
                array.set_region(env, 0, &items)?;
                Native::next_longs(env, batches, &array)
            }
            Self::Doubles(items) => {
                let array = JDoubleArray::new(env, items.len())?;
                array.set_region(env, 0, &items)?;
                Native::next_doubles(env, batches, &array)
            }
            Self::Objects(array) => Native::next_objects(env, batches, &array),
        }
    }
}
