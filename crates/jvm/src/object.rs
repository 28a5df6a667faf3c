use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jni::Env;
use jni::errors::Result;
use jni::objects::JObject;
use jni::refs::Global;
use jni::vm::JavaVM;

use crate::native::attach;

static REFERENCES: AtomicU64 = AtomicU64::new(0);

/// How many objects of Java this crate refers to.
pub(crate) fn references() -> u64 {
    REFERENCES.load(Ordering::Relaxed)
}

/// An object of Java that Rust refers to: it is not collected before the last clone is dropped.
///
/// As an element it crosses the border as it is, and comes back as the same object.
#[derive(Clone)]
pub struct JavaObject(Arc<Counted>);

struct Counted(Option<Global<JObject<'static>>>);

impl JavaObject {
    /// Refers to `object`.
    ///
    /// # Errors
    ///
    /// When the virtual machine has no memory for one more reference.
    pub fn new(env: &Env<'_>, object: &JObject<'_>) -> Result<Self> {
        let global = env.new_global_ref(object)?;
        REFERENCES.fetch_add(1, Ordering::Relaxed);
        Ok(Self(Arc::new(Counted(Some(global)))))
    }

    /// The object, for what `jni` does with it.
    pub fn as_obj(&self) -> &JObject<'static> {
        self.0.0.as_ref().expect("it is taken by drop alone").as_obj()
    }
}

impl fmt::Debug for JavaObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JavaObject").finish_non_exhaustive()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // Attached for good: `jni` attaches and detaches for each reference that is dropped. If that fails, it
        // tries, and says so.
        let _ = JavaVM::singleton().and_then(|vm| attach(&vm));
        drop(self.0.take());
        REFERENCES.fetch_sub(1, Ordering::Relaxed);
    }
}
