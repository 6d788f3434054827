//! What a training went through, row by row, as CSV or as an event file for TensorBoard.

use std::ffi::CString;
use std::io::Write;
use std::os::raw::c_void;
use std::path::Path;
use std::ptr::{self, NonNull};

use dlopt_sys as sys;

use crate::checkpoint::{path_text, Stream};
use crate::error::{c_text, check};
use crate::{panics, HistoryFormat, Result, Runtime};

/// A table with a step, a wall time and some named numbers in each row.
#[derive(Debug)]
pub struct History {
    handle: NonNull<sys::dlopt_history>,
    columns: usize,
    /// Outlives the handle.
    _runtime: Option<Runtime>,
}

// SAFETY: a handle serves one call at a time, on any thread.
unsafe impl Send for History {}

/// A row of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    /// Whatever number the program counts by.
    pub step: i64,
    /// Seconds since 1970, or 0.
    pub wall_time: f64,
    /// A number for each column.
    pub values: Vec<f64>,
}

unsafe extern "C" fn sink(user: *mut c_void, bytes: *const c_void, count: usize) -> i32 {
    let sink = &mut *(user as *mut Stream<&mut dyn Write>);
    let bytes = std::slice::from_raw_parts(bytes.cast(), count);
    let taken = sink.call(|stream| stream.write_all(bytes).map(|()| count));
    i32::from(taken < 0)
}

impl History {
    /// An empty history with named columns, such as "loss" and "lr/group_0".
    pub fn new(runtime: Option<&Runtime>, columns: &[&str]) -> Result<Self> {
        let names = columns
            .iter()
            .map(|name| c_text("columns", name))
            .collect::<Result<Vec<CString>>>()?;
        let pointers: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
        let mut handle = ptr::null_mut();
        let (runtime_raw, count) = (Runtime::raw(runtime), columns.len());
        check(unsafe { sys::dlopt_history_create(runtime_raw, pointers.as_ptr(), count, &mut handle) })?;
        let handle = NonNull::new(handle).expect("a handle of a call that succeeded");
        Ok(History {
            handle,
            columns: count,
            _runtime: runtime.cloned(),
        })
    }

    fn raw(&self) -> *mut sys::dlopt_history {
        self.handle.as_ptr()
    }

    /// Appends a row: a number for each column. `wall_time` is in seconds since 1970, or 0.
    pub fn append(&mut self, step: i64, wall_time: f64, values: &[f64]) -> Result<()> {
        check(unsafe { sys::dlopt_history_append(self.raw(), step, wall_time, values.as_ptr(), values.len()) })
    }

    /// The number of rows.
    pub fn rows(&self) -> i64 {
        unsafe { sys::dlopt_history_rows(self.raw()) }
    }

    /// Reads a row.
    pub fn row(&self, index: i64) -> Result<HistoryRow> {
        let mut row = HistoryRow {
            step: 0,
            wall_time: 0.0,
            values: vec![0.0; self.columns],
        };
        check(unsafe {
            let values = row.values.as_mut_ptr();
            sys::dlopt_history_row(
                self.raw(),
                index,
                &mut row.step,
                &mut row.wall_time,
                values,
                self.columns,
            )
        })?;
        Ok(row)
    }

    /// Writes rows from `first` on to a stream: a whole file with 0, what it grows by with the number of rows written before.
    pub fn write(&self, format: HistoryFormat, first: i64, to: &mut dyn Write) -> Result<()> {
        let mut stream = Stream::new(to);
        let user = &mut stream as *mut Stream<&mut dyn Write> as *mut c_void;
        let status = unsafe { sys::dlopt_history_write(self.raw(), format.number(), first, Some(sink), user) };
        panics::resume();
        stream.outcome(check(status))
    }

    /// Writes the whole history to a file, in place of one that is there.
    pub fn save(&self, format: HistoryFormat, path: impl AsRef<Path>) -> Result<()> {
        let path = path_text(path.as_ref())?;
        check(unsafe { sys::dlopt_history_save(self.raw(), format.number(), path.as_ptr()) })
    }
}

impl Drop for History {
    fn drop(&mut self) {
        let status = unsafe { sys::dlopt_history_destroy(self.raw()) };
        debug_assert_eq!(status, 0, "destroy");
    }
}
