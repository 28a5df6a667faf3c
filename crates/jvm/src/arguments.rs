use jni::Env;
use jni::objects::{JObject, JObjectArray};

use crate::convert::{FromJava, IntoJava, Value};
use crate::error::JavaError;

/// What a registered function takes: nothing, one argument, or a tuple of them.
pub trait Arguments: Sized {
    /// Takes them out of what Java gave.
    ///
    /// # Errors
    ///
    /// When they are too few, too many, or of other types.
    fn from_array(env: &mut Env<'_>, array: &JObjectArray<'_>) -> Result<Self, JavaError>;
}

/// What is given to a function of Java: nothing, or a tuple of arguments.
pub trait IntoArguments {
    /// Makes an array of them.
    ///
    /// # Errors
    ///
    /// When one of them is nothing in Java.
    fn into_array<'local>(self, env: &mut Env<'local>) -> Result<JObjectArray<'local>, JavaError>;
}

fn expect(env: &mut Env<'_>, array: &JObjectArray<'_>, count: usize) -> Result<(), JavaError> {
    let given = array.len(env)?;
    if given == count {
        return Ok(());
    }
    let message = format!("it takes {count} arguments, and is given {given}");
    Err(JavaError::at_border("java.lang.IllegalArgumentException", message))
}

fn argument<A: FromJava>(
    env: &mut Env<'_>,
    array: &JObjectArray<'_>,
    index: usize,
) -> Result<A, JavaError> {
    let object = array.get_element(env, index)?;
    if object.is_null() {
        let message = format!("argument {index} is null");
        return Err(JavaError::at_border("java.lang.NullPointerException", message));
    }
    A::from_java(env, Value::Object(object))
}

impl<A: FromJava> Arguments for A {
    fn from_array(env: &mut Env<'_>, array: &JObjectArray<'_>) -> Result<Self, JavaError> {
        expect(env, array, 1)?;
        argument(env, array, 0)
    }
}

macro_rules! tuples {
    ($(($count:literal: $($name:ident $index:tt),*))*) => {$(
        impl<$($name: FromJava),*> Arguments for ($($name,)*) {
            fn from_array(env: &mut Env<'_>, array: &JObjectArray<'_>) -> Result<Self, JavaError> {
                expect(env, array, $count)?;
                Ok(($(argument::<$name>(env, array, $index)?,)*))
            }
        }

        impl<$($name: IntoJava),*> IntoArguments for ($($name,)*) {
            fn into_array<'local>(
                self,
                env: &mut Env<'local>,
            ) -> Result<JObjectArray<'local>, JavaError> {
                let array = JObjectArray::<JObject<'_>>::new(env, $count, JObject::null())?;
                $(
                    let object = self.$index.into_java(env)?.into_object(env)?;
                    array.set_element(env, $index, &object)?;
                )*
                Ok(array)
            }
        }
    )*};
}

tuples! {
    (0:)
    (1: A 0)
    (2: A 0, B 1)
    (3: A 0, B 1, C 2)
    (4: A 0, B 1, C 2, D 3)
}
