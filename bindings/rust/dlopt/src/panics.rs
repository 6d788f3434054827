//! Panics of hooks: none goes through C. One is kept while the library's call comes to its end, and goes on when that returns to Rust.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};

thread_local! {
    static KEPT: RefCell<Option<Box<dyn Any + Send>>> = RefCell::new(None);
}

/// Calls a hook; the first panic of a thread is kept, later ones are dropped.
pub(crate) fn keep(hook: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(hook)) {
        KEPT.with(|kept| {
            kept.borrow_mut().get_or_insert(panic);
        });
    }
}

/// For `drop`: while another panic is on its way, one of a hook is dropped.
pub(crate) fn resume_or_forget() {
    if std::thread::panicking() {
        KEPT.with(|kept| drop(kept.borrow_mut().take()));
    } else {
        resume();
    }
}

/// Goes on with a panic that a hook of this thread's last call had.
pub(crate) fn resume() {
    if let Some(panic) = KEPT.with(|kept| kept.borrow_mut().take()) {
        resume_unwind(panic);
    }
}
