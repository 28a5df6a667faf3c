//! The border itself, and all that is `unsafe` in this crate.
//!
//! What Java and Rust call of each other is declared once, in [`Native`]: the macro of `jni` makes the
//! functions of it, and the class is checked against their types when it is loaded. Every native method
//! catches panics, and none gets a pointer: a number stands for what lives in Rust.
#![allow(unsafe_code, elided_lifetimes_in_paths)]

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};

use jni::bind_java_type;
use jni::errors::{Error, JniError, Result};
use jni::vm::JavaVM;

bind_java_type! {
    pub(crate) Native => rust.reactivestreams.Native,
    native_methods_export = false,
    methods {
        static fn subscribed(subscriber: JObject, subscription: jlong) -> jboolean,
        static fn next(subscriber: JObject, item: JObject) -> jboolean,
        static fn next_long(subscriber: JObject, item: jlong) -> jboolean,
        static fn next_double(subscriber: JObject, item: jdouble) -> jboolean,
        static fn next_longs(batches: JObject, items: jlong[]) -> jboolean,
        static fn next_doubles(batches: JObject, items: jdouble[]) -> jboolean,
        static fn next_objects(batches: JObject, items: JObject[]) -> jboolean,
        static fn complete(subscriber: JObject),
        static fn fail(subscriber: JObject, error: JThrowable),
        static fn request_of(subscription: JObject, n: jlong) -> JThrowable,
        static fn cancel_of(subscription: JObject),
        static fn subscribe_to(publisher: JObject, inlet: jlong) -> JThrowable,
        static fn publisher_of(outlet: jlong) -> JObject,
        static fn make(name: JString, arguments: JObject[]) -> JObject,
        static fn normalize(object: JObject) -> JObject,
        static fn thrown(object: JObject) -> JThrowable,
        static fn describe(throwable: JThrowable) -> JObject[],
        static fn exception(message: JString, cause: JThrowable) -> JThrowable,
        static fn exception_of(class: JString, message: JString) -> JThrowable,
        static fn hosted(),
        static fn initialize(class: JString) -> JThrowable,
        static fn class_of(object: JObject) -> JString,
        static fn long_of(object: JObject) -> jlong[],
        static fn double_of(object: JObject) -> jdouble[],
        static fn boolean_of(object: JObject) -> jint,
        static fn box_long(value: jlong) -> JObject,
        static fn box_double(value: jdouble) -> JObject,
        static fn box_int(value: jint) -> JObject,
        static fn box_boolean(value: jboolean) -> JObject,
        static fn report(message: JString),
    },
    native_methods {
        static fn is_registered(kind: jint, name: JString) -> jboolean,
        static fn subscribe(
            name: JString, arguments: JObject[], subscriber: JObject, batched: jboolean,
        ),
        static fn open_subscriber(name: JString, arguments: JObject[]) -> jlong,
        static fn open_sink(name: JString, arguments: JObject[], result: JObject) -> jlong,
        static fn open_processor(name: JString) -> jlong[],
        static fn subscribe_outlet(outlet: jlong, subscriber: JObject, batched: jboolean),
        static fn request(subscription: jlong, n: jlong),
        static fn cancel(subscription: jlong),
        static fn on_subscribe(inlet: jlong, subscription: JObject),
        static fn on_next(inlet: jlong, item: JObject),
        static fn on_next_long(inlet: jlong, item: jlong),
        static fn on_next_double(inlet: jlong, item: jdouble),
        static fn on_error(inlet: jlong, error: JThrowable),
        static fn on_complete(inlet: jlong),
        static fn release(end: jlong),
        static fn statistics() -> jlong[],
    },
    native_methods_error_policy = crate::calls::Throw,
}

/// Makes a native library of a crate of type `cdylib`: what `register` registers, Java finds by name.
///
/// `register` is called once, when Java loads the library, with a [`Registry`](crate::Registry).
///
/// ```
/// use reactive_streams_jvm::Registry;
/// use reactive_streams_operators::prelude::*;
/// use reactive_streams_operators::range;
///
/// reactive_streams_jvm::export!(register);
///
/// fn register(streams: &mut Registry) {
///     streams.publisher("squares", |n: i64| range(0..n).map(|n| n * n));
/// }
/// ```
///
/// Then, in Java:
///
/// ```java
/// RustStreams.load("squares");
/// RustPublisher<Long> squares = RustStreams.publisher("squares", 10L);
/// ```
#[macro_export]
macro_rules! export {
    ($register:path) => {
        const _: () = {
            // SAFETY: the name is that of one method of one class, which is declared for this.
            #[unsafe(no_mangle)]
            extern "system" fn Java_rust_reactivestreams_Native_start<'local>(
                env: $crate::jni::EnvUnowned<'local>,
                class: $crate::jni::objects::JClass<'local>,
            ) {
                $crate::start(env, &class, $register);
            }
        };
    };
}

/// Threads that [`attach`] has attached, and that have not ended.
static ATTACHED: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static ATTACHMENT: Attachment = const { Attachment(Cell::new(false)) };
}

/// Detaches the thread when it ends, if it is this crate that attached it.
struct Attachment(Cell<bool>);

/// How many threads this crate has attached to the virtual machine.
pub(crate) fn attached_threads() -> u64 {
    ATTACHED.load(Ordering::Relaxed)
}

/// Attaches this thread until it ends, if it is not attached: to attach costs more than a thousand signals.
///
/// As a daemon, which `jni` has no function for: the virtual machine would wait for the thread when its
/// `main` has returned, and a thread of a pool waits for work.
pub(crate) fn attach(vm: &JavaVM) -> Result<()> {
    if vm.is_thread_attached()? {
        return Ok(());
    }
    // A thread that is ending is attached by `jni`, for as long as it has to be.
    ATTACHMENT.try_with(|attachment| attach_daemon(vm, attachment)).unwrap_or(Ok(()))
}

fn attach_daemon(vm: &JavaVM, attachment: &Attachment) -> Result<()> {
    let raw = vm.get_raw();
    let mut env = ptr::null_mut();
    // SAFETY: `raw` is the virtual machine of this process, which `jni` does not destroy; it has the function
    // since 1.4. `env` is written to, and null arguments mean those by default.
    let code =
        unsafe { ((**raw).v1_4.AttachCurrentThreadAsDaemon)(raw, &mut env, ptr::null_mut()) };
    if code != jni::sys::JNI_OK {
        return Err(Error::JniCall(JniError::Other(code)));
    }
    attachment.0.set(true);
    ATTACHED.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

impl Drop for Attachment {
    fn drop(&mut self) {
        let Ok(vm) = JavaVM::singleton() else { return };
        if self.0.get() {
            let raw = vm.get_raw();
            // SAFETY: as above. This thread was attached by `attach_daemon`, runs no Java code, and lends
            // its `Env` to nobody: that is a borrow of a frame which has returned by now.
            unsafe { ((**raw).v1_2.DetachCurrentThread)(raw) };
            ATTACHED.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
