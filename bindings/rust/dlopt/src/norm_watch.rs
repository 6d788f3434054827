//! A watch over norms.

use std::fmt;
use std::os::raw::c_void;
use std::ptr::{self, NonNull};

use dlopt_sys as sys;

use crate::error::check;
use crate::{panics, NormWatchField, Result, Runtime, Value};

/// Told of an explosion: the step, the norm, and the median of the norms before it.
type Told = Box<dyn FnMut(i64, f64, f64) + Send>;

/// Watches a norm, such as that of a step's [`Report`](crate::Report), for the moment when it explodes: when it is not finite, or larger than
/// a multiple of the running median. It only reports.
pub struct NormWatch {
    handle: NonNull<sys::dlopt_norm_watch>,
    /// What C hands back to the callback: a box of its own.
    told: *mut Told,
    /// Outlives the handle.
    _runtime: Option<Runtime>,
}

// SAFETY: a handle serves one call at a time, on any thread, and so does what is told.
unsafe impl Send for NormWatch {}

unsafe extern "C" fn tell(user: *mut c_void, step: i64, norm: f64, median: f64) {
    let told = &mut *(user as *mut Told);
    panics::keep(|| told(step, norm, median));
}

/// Ends what nobody will tell of any more.
fn free(told: *mut Told) {
    if !told.is_null() {
        // SAFETY: of `Box::into_raw`, and C has let go of it.
        drop(unsafe { Box::from_raw(told) });
    }
}

impl NormWatch {
    /// A watch with the defaults of its fields, and an empty window.
    pub fn new(runtime: Option<&Runtime>) -> Result<Self> {
        let mut handle = ptr::null_mut();
        check(unsafe { sys::dlopt_norm_watch_create(Runtime::raw(runtime), &mut handle) })?;
        let handle = NonNull::new(handle).expect("a handle of a call that succeeded");
        Ok(NormWatch {
            handle,
            told: ptr::null_mut(),
            _runtime: runtime.cloned(),
        })
    }

    fn raw(&self) -> *mut sys::dlopt_norm_watch {
        self.handle.as_ptr()
    }

    /// Sets a field.
    pub fn set(&mut self, field: NormWatchField, value: impl Into<Value>) -> Result<()> {
        check(unsafe { sys::dlopt_norm_watch_set(self.raw(), field.number(), value.into().number()?) })
    }

    /// Reads a field.
    pub fn get(&self, field: NormWatchField) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_norm_watch_get(self.raw(), field.number(), &mut value) })?;
        Ok(value)
    }

    /// Sets who is told of explosions: the step, the norm, and the median before it (NaN when there was none). A panic there goes on when
    /// [`look`](Self::look) returns.
    pub fn on_explosion(&mut self, told: impl FnMut(i64, f64, f64) + Send + 'static) -> Result<()> {
        let told: *mut Told = Box::into_raw(Box::new(Box::new(told)));
        let outcome = check(unsafe { sys::dlopt_norm_watch_callback(self.raw(), Some(tell), told.cast()) });
        let unused = if outcome.is_ok() {
            std::mem::replace(&mut self.told, told)
        } else {
            told
        };
        free(unused);
        outcome
    }

    /// Shows the norm of a step. True: it exploded.
    pub fn look(&mut self, step: i64, norm: f64) -> Result<bool> {
        let mut exploded = 0;
        let status = unsafe { sys::dlopt_norm_watch_look(self.raw(), step, norm, &mut exploded) };
        panics::resume();
        check(status)?;
        Ok(exploded != 0)
    }

    /// The norms that the median is of, from the oldest on.
    pub fn window(&self) -> Result<Vec<f64>> {
        let mut count = 0;
        check(unsafe { sys::dlopt_norm_watch_window(self.raw(), ptr::null_mut(), 0, &mut count) })?;
        let mut norms = vec![0.0; count];
        check(unsafe { sys::dlopt_norm_watch_window(self.raw(), norms.as_mut_ptr(), count, &mut count) })?;
        Ok(norms)
    }

    /// Puts norms into the window in place of what it holds.
    pub fn restore(&mut self, norms: &[f64]) -> Result<()> {
        check(unsafe { sys::dlopt_norm_watch_restore(self.raw(), norms.as_ptr(), norms.len()) })
    }
}

impl Drop for NormWatch {
    fn drop(&mut self) {
        let status = unsafe { sys::dlopt_norm_watch_destroy(self.raw()) };
        debug_assert_eq!(status, 0, "destroy");
        free(self.told);
    }
}

impl fmt::Debug for NormWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NormWatch")
            .field("told", &!self.told.is_null())
            .finish()
    }
}
