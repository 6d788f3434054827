//! What a runtime may be given of the program: its allocator, its job system, its log.

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::CStr;
use std::os::raw::{c_char, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

use dlopt_sys as sys;

use crate::panics;
use crate::LogLevel;

/// A job system: runs the pieces of a parallel job. Closures `Fn(&Tasks)` are such.
///
/// [`Tasks::run_one`] is to be called from as many threads as are wanted, until it returns false; what is left when `run` returns is done on
/// the calling thread. Nothing can run twice or too late: tasks are handed out by number, and no thread can keep `tasks` beyond the call.
///
/// ```
/// # fn main() -> dlopt::Result<()> {
/// let threads = |tasks: &dlopt::Tasks<'_>| {
///     std::thread::scope(|scope| {
///         for _ in 0..4.min(tasks.count()) {
///             scope.spawn(|| tasks.run_all());
///         }
///     })
/// };
/// let runtime = dlopt::Runtime::builder().parallel_for(threads).build()?;
/// let mut opt = dlopt::Sgd::new().lr(1.0).runtime(&runtime).build()?;
/// let mut w = vec![0f32; 100_000];
/// opt.step(&mut w, &vec![1f32; 100_000])?;
/// assert!(w.iter().all(|&w| w == -1.0));
/// # Ok(())
/// # }
/// ```
///
/// A panic here does not go through the library: the job is finished on the calling thread, and then the panic goes on.
pub trait ParallelFor: Send + Sync {
    /// Runs the tasks of one job.
    fn run(&self, tasks: &Tasks<'_>);
}

impl<F: Fn(&Tasks<'_>) + Send + Sync> ParallelFor for F {
    fn run(&self, tasks: &Tasks<'_>) {
        self(tasks)
    }
}

/// The pieces of one parallel job, each of which is run once.
pub struct Tasks<'a> {
    count: usize,
    next: AtomicUsize,
    task: &'a (dyn Fn(usize) + Sync),
}

impl Tasks<'_> {
    /// How many there are: more threads than that are of no use.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Runs one that nobody has begun. False when there was none left.
    pub fn run_one(&self) -> bool {
        let claimed = self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
            (next < self.count).then_some(next + 1)
        });
        if let Ok(mine) = claimed {
            (self.task)(mine);
        }
        claimed.is_ok()
    }

    /// Runs what is left, beside other threads that do the same.
    pub fn run_all(&self) {
        while self.run_one() {}
    }
}

/// A log.
pub(crate) type Log = dyn Fn(LogLevel, &str) + Send + Sync;

/// The hooks of one runtime; their address is what C hands back to them.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) allocator: Option<Box<dyn GlobalAlloc + Send + Sync>>,
    pub(crate) parallel_for: Option<Box<dyn ParallelFor>>,
    pub(crate) log: Option<Box<Log>>,
}

impl Hooks {
    /// Enters the hooks that there are. They must stay where they are as long as the runtime lives.
    pub(crate) fn describe(&self, desc: &mut sys::dlopt_runtime_desc) {
        let user = self as *const Hooks as *mut c_void;
        if self.allocator.is_some() {
            desc.alloc = Some(alloc);
            desc.free = Some(free);
            desc.allocator_user = user;
        }
        if self.parallel_for.is_some() {
            desc.parallel_for = Some(parallel_for);
            desc.parallel_for_user = user;
        }
        if self.log.is_some() {
            desc.log = Some(log);
            desc.log_user = user;
        }
    }
}

// In all of these `user` is what `describe` entered, and the hook is there.

unsafe extern "C" fn alloc(user: *mut c_void, bytes: usize, alignment: usize) -> *mut c_void {
    let hooks = &*(user as *const Hooks);
    match (&hooks.allocator, Layout::from_size_align(bytes, alignment)) {
        (Some(allocator), Ok(layout)) => allocator.alloc(layout).cast(),
        _ => std::ptr::null_mut(),
    }
}

unsafe extern "C" fn free(user: *mut c_void, memory: *mut c_void, bytes: usize, alignment: usize) {
    let hooks = &*(user as *const Hooks);
    if let Some(allocator) = &hooks.allocator {
        allocator.dealloc(memory.cast(), Layout::from_size_align_unchecked(bytes, alignment))
        // as it was allocated with
    }
}

unsafe extern "C" fn parallel_for(user: *mut c_void, count: usize, task: sys::dlopt_task_fn, context: *mut c_void) {
    let hooks = &*(user as *const Hooks);
    if let (Some(hook), Some(task)) = (&hooks.parallel_for, task) {
        let context = Shared(context);
        let run = move |index| task(context.get(), index);
        let tasks = Tasks {
            count,
            next: AtomicUsize::new(0),
            task: &run,
        };
        panics::keep(|| hook.run(&tasks));
        tasks.run_all();
    }
}

unsafe extern "C" fn log(user: *mut c_void, level: i32, text: *const c_char) {
    let hooks = &*(user as *const Hooks);
    if let Some(hook) = &hooks.log {
        let text = CStr::from_ptr(text).to_string_lossy();
        panics::keep(|| hook(LogLevel::from_number(level).unwrap_or(LogLevel::Error), &text));
    }
}

/// What tasks of the library work on: made to be shared by threads.
struct Shared(*mut c_void);

unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

impl Shared {
    fn get(&self) -> *mut c_void {
        self.0
    }
}
