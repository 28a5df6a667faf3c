//! How far the stack grows between a request and an element (§3.3).
//!
//! It is measured and not run into: a recursion without bound is a verdict and not the end of the
//! process.

use std::cell::Cell;

/// How far the stack may grow between a request and an element (§3.3).
pub(super) const LIMIT: usize = 64 * 1024;

/// Where we break out of a recursion that has already been reported.
pub(super) const BRAKE: usize = 256 * 1024;

thread_local! {
    /// The address of a local of the outermost call that we made on this thread; 0 outside of one.
    static BASE: Cell<usize> = const { Cell::new(0) };
}

fn address() -> usize {
    let local = 0_u8;
    std::hint::black_box(&raw const local) as usize
}

/// Runs `body` as the place from which the growth of the stack is measured.
pub(super) fn from_here<R>(body: impl FnOnce() -> R) -> R {
    struct Reset(usize);
    impl Drop for Reset {
        fn drop(&mut self) {
            BASE.set(self.0);
        }
    }
    let _reset = Reset(BASE.get());
    if BASE.get() == 0 {
        BASE.set(address());
    }
    body()
}

/// By how much the stack has grown since then; on a thread that is not ours, since the first look.
pub(super) fn growth() -> usize {
    if BASE.get() == 0 {
        BASE.set(address());
    }
    BASE.get().saturating_sub(address())
}
