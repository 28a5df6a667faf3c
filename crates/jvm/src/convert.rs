//! What crosses the border, and as what.

use jni::Env;
use jni::errors::Result;
use jni::objects::{JByteArray, JObject, JString};

use crate::error::JavaError;
use crate::native::Native;
use crate::object::JavaObject;

/// An element at the border. Numbers cross as such, which costs less than an object.
#[derive(Debug)]
pub enum Value<'local> {
    /// A `long`, boxed in Java.
    Long(i64),
    /// A `double`, boxed in Java.
    Double(f64),
    /// Anything else; never null.
    Object(JObject<'local>),
}

impl<'local> Value<'local> {
    /// It as an object: numbers are boxed.
    ///
    /// # Errors
    ///
    /// When the virtual machine has no memory for it.
    pub fn into_object(self, env: &mut Env<'local>) -> Result<JObject<'local>> {
        match self {
            Self::Long(value) => Native::box_long(env, value),
            Self::Double(value) => Native::box_double(env, value),
            Self::Object(object) => Ok(object),
        }
    }
}

/// What Java can be given, as an element or as an argument.
///
/// Of your own types:
///
/// ```
/// use reactive_streams_jvm::jni::Env;
/// use reactive_streams_jvm::{IntoJava, JavaError, Value};
///
/// struct Celsius(f64);
///
/// impl IntoJava for Celsius {
///     fn into_java<'local>(self, env: &mut Env<'local>) -> Result<Value<'local>, JavaError> {
///         self.0.into_java(env)
///     }
/// }
/// ```
pub trait IntoJava: Send + 'static {
    /// What Java gets. An object may be a local reference: it is deleted.
    ///
    /// # Errors
    ///
    /// When there is no such thing in Java; the stream fails with it.
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError>;
}

/// What Java can give, as an element or as an argument.
pub trait FromJava: Sized + Send + 'static {
    /// What Rust gets.
    ///
    /// # Errors
    ///
    /// When it is of another type; the stream is cancelled and fails with it.
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError>;
}

impl IntoJava for i64 {
    #[inline]
    fn into_java<'local>(
        self,
        _env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Long(self))
    }
}

impl FromJava for i64 {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        match value {
            Value::Long(value) => Ok(value),
            value => {
                let object = value.into_object(env)?;
                let boxed = Native::long_of(env, &object)?;
                if boxed.is_null() {
                    return Err(JavaError::wrong_type(env, &object, "integer"));
                }
                let mut value = [0];
                boxed.get_region(env, 0, &mut value)?;
                Ok(value[0])
            }
        }
    }
}

impl IntoJava for i32 {
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Object(Native::box_int(env, self)?))
    }
}

impl FromJava for i32 {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        let value = i64::from_java(env, value)?;
        Self::try_from(value).map_err(|_| {
            JavaError::at_border("java.lang.ArithmeticException", format!("{value} is no int"))
        })
    }
}

impl IntoJava for f64 {
    #[inline]
    fn into_java<'local>(
        self,
        _env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Double(self))
    }
}

impl FromJava for f64 {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        match value {
            Value::Double(value) => Ok(value),
            value => {
                let object = value.into_object(env)?;
                let boxed = Native::double_of(env, &object)?;
                if boxed.is_null() {
                    return Err(JavaError::wrong_type(env, &object, "double"));
                }
                let mut value = [0.0];
                boxed.get_region(env, 0, &mut value)?;
                Ok(value[0])
            }
        }
    }
}

impl IntoJava for bool {
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Object(Native::box_boolean(env, self)?))
    }
}

impl FromJava for bool {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        let object = value.into_object(env)?;
        match Native::boolean_of(env, &object)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(JavaError::wrong_type(env, &object, "boolean")),
        }
    }
}

impl IntoJava for String {
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Object(JString::from_str(env, self)?.into()))
    }
}

impl FromJava for String {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        let object = value.into_object(env)?;
        match env.as_cast::<JString<'_>>(&object) {
            Ok(text) => Ok(text.try_to_string(env)?),
            Err(_) => Err(JavaError::wrong_type(env, &object, "string")),
        }
    }
}

impl IntoJava for Vec<u8> {
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Object(env.byte_array_from_slice(&self)?.into()))
    }
}

impl FromJava for Vec<u8> {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        let object = value.into_object(env)?;
        match env.as_cast::<JByteArray<'_>>(&object) {
            Ok(bytes) => Ok(env.convert_byte_array(&*bytes)?),
            Err(_) => Err(JavaError::wrong_type(env, &object, "byte array")),
        }
    }
}

impl IntoJava for JavaObject {
    fn into_java<'local>(
        self,
        env: &mut Env<'local>,
    ) -> core::result::Result<Value<'local>, JavaError> {
        Ok(Value::Object(env.new_local_ref(self.as_obj())?))
    }
}

impl FromJava for JavaObject {
    fn from_java<'local>(
        env: &mut Env<'local>,
        value: Value<'local>,
    ) -> core::result::Result<Self, JavaError> {
        let object = value.into_object(env)?;
        Ok(Self::new(env, &object)?)
    }
}
