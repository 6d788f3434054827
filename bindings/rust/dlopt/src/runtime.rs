//! What the library may use of the program: memory, threads, a log.

use std::alloc::GlobalAlloc;
use std::fmt;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use dlopt_sys as sys;

use crate::error::{c_text, check, static_text};
use crate::hooks::{Hooks, ParallelFor};
use crate::panics;
use crate::{LogLevel, Result};

/// Memory and threads behind the handles that are made with it. Clones are the same runtime; it lives as long as one of them or of those
/// handles. Without a runtime everything happens on the calling thread, with memory of malloc.
#[derive(Clone)]
pub struct Runtime {
    inner: Arc<Inner>,
}

struct Inner {
    handle: NonNull<sys::dlopt_runtime>,
    /// A box of their own, which C has the address of.
    hooks: *mut Hooks,
}

// SAFETY: handles on many threads may share one runtime, and its hooks are Send and Sync.
unsafe impl Send for Inner {}
unsafe impl Sync for Inner {}

impl Drop for Inner {
    fn drop(&mut self) {
        // SAFETY: the last clone, so that nobody else uses the handle; a runtime that lives on, because a handle of it was leaked, keeps
        // its hooks.
        unsafe {
            if sys::dlopt_runtime_destroy(self.handle.as_ptr()) == 0 {
                drop(Box::from_raw(self.hooks));
            }
        }
    }
}

impl Runtime {
    /// What a runtime is made from.
    pub fn builder() -> RuntimeBuilder {
        RuntimeBuilder::default()
    }

    /// A runtime with a pool of `threads - 1` workers beside the caller. Results never depend on the number.
    pub fn with_threads(threads: i32) -> Result<Self> {
        Self::builder().threads(threads).build()
    }

    /// What C knows it as.
    pub(crate) fn raw(runtime: Option<&Runtime>) -> *mut sys::dlopt_runtime {
        runtime.map_or(ptr::null_mut(), |runtime| runtime.inner.handle.as_ptr())
    }

    /// What is to be done after a call that may have called hooks.
    #[inline]
    pub(crate) fn checked(runtime: Option<&Runtime>, status: i32) -> Result<()> {
        if runtime.is_some() {
            panics::resume();
        }
        check(status)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Runtime").field(&self.inner.handle).finish()
    }
}

/// What a runtime is made from. It starts as the default runtime: malloc, no threads, silence.
#[derive(Default)]
#[must_use = "a builder does nothing by itself"]
pub struct RuntimeBuilder {
    threads: i32,
    hooks: Box<Hooks>,
}

impl RuntimeBuilder {
    /// 0 or 1: work on the caller's thread. n: a pool of n - 1 workers beside the caller. At most 1024.
    pub fn threads(mut self, threads: i32) -> Self {
        self.threads = threads;
        self
    }

    /// Takes memory from an allocator. It must be ready for calls from all threads that use handles of the runtime, and must not panic, as
    /// [`GlobalAlloc`] demands.
    pub fn allocator(mut self, allocator: impl GlobalAlloc + Send + Sync + 'static) -> Self {
        self.hooks.allocator = Some(Box::new(allocator));
        self
    }

    /// Lets a job system of the program do the work; not beside [`threads`](Self::threads).
    pub fn parallel_for(mut self, parallel_for: impl ParallelFor + 'static) -> Self {
        self.hooks.parallel_for = Some(Box::new(parallel_for));
        self
    }

    /// Receives what the library has to say: the runtime's start, and steps that are skipped, on the calling thread. A panic in it goes on
    /// when the call that was told of returns.
    pub fn log(mut self, log: impl Fn(LogLevel, &str) + Send + Sync + 'static) -> Self {
        self.hooks.log = Some(Box::new(log));
        self
    }

    /// Makes the runtime, and starts its workers.
    pub fn build(self) -> Result<Runtime> {
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_runtime_desc_init(desc, size) });
        desc.threads = self.threads;
        let hooks = Box::into_raw(self.hooks);
        let mut handle = ptr::null_mut();
        // SAFETY: the hooks stay where they are until the runtime is gone.
        let status = unsafe {
            (*hooks).describe(&mut desc);
            sys::dlopt_runtime_create(&desc, &mut handle)
        };
        let runtime = NonNull::new(handle).map(|handle| Runtime {
            inner: Arc::new(Inner { handle, hooks }),
        });
        if runtime.is_none() {
            // SAFETY: nobody has them now.
            drop(unsafe { Box::from_raw(hooks) });
        }
        panics::resume();
        check(status)?;
        Ok(runtime.expect("a handle of a call that succeeded"))
    }
}

/// The version of the library that runs, such as "0.1.0".
pub fn version() -> &'static str {
    unsafe { static_text(sys::dlopt_version_string()) }.unwrap_or_default()
}

/// The same as a number: major * 1000000 + minor * 1000 + patch.
pub fn version_number() -> i32 {
    unsafe { sys::dlopt_version() }
}

/// How the library was built, as a JSON object.
pub fn build_info() -> &'static str {
    unsafe { static_text(sys::dlopt_build_info()) }.unwrap_or_default()
}

/// The instruction set whose loops run: "scalar", "sse2", "avx2", "avx512" or "neon". All give the same bits.
pub fn cpu_isa() -> &'static str {
    unsafe { static_text(sys::dlopt_cpu_isa()) }.unwrap_or_default()
}

/// Makes the whole program use the loops of one instruction set, or of the best again: "best". For tests and bug reports, while no step
/// runs.
pub fn force_cpu_isa(name: &str) -> Result<()> {
    let name = c_text("name", name)?;
    check(unsafe { sys::dlopt_cpu_isa_force(name.as_ptr()) })
}

/// The number of usable CUDA devices; an error where the library was built without CUDA.
pub fn cuda_device_count() -> Result<i32> {
    let mut count = 0;
    check(unsafe { sys::dlopt_cuda_device_count(&mut count) })?;
    Ok(count)
}
