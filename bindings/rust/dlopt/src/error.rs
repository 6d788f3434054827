//! What goes wrong.

use std::ffi::{CStr, CString};
use std::fmt;
use std::os::raw::c_char;

use crate::Status;

/// A refused call: what kind of error it is, and a sentence that names the argument, what it got and what it wanted. What was called is as
/// it was before, unless the documentation of the call says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    status: Status,
    message: String,
}

/// The result of everything that may be refused.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Error {
            status,
            message: message.into(),
        }
    }

    /// What kind of error it is.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The sentence: argument, got, wanted.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// This thread's last failure, of a call that returned `number`.
    #[cold]
    fn last(number: i32) -> Self {
        let status = Status::from_number(number).unwrap_or(Status::Unknown);
        // SAFETY: the text is never NULL and holds until this thread's next failing call.
        Error::new(status, unsafe { text(dlopt_sys::dlopt_last_error()) })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: a static text for every number.
        f.write_str(unsafe { static_text(dlopt_sys::dlopt_status_string(self.number())) }.unwrap_or_default())
    }
}

/// Makes a `Result` of what a C function returned.
#[inline]
pub(crate) fn check(number: i32) -> Result<()> {
    if number == 0 {
        Ok(())
    } else {
        Err(Error::last(number))
    }
}

/// A copy of a C text.
///
/// # Safety
/// `text` ends with a zero byte.
unsafe fn text(text: *const c_char) -> String {
    CStr::from_ptr(text).to_string_lossy().into_owned()
}

/// A text of the library that lives as long as it does; `None` for NULL.
///
/// # Safety
/// `text` is NULL, or static.
pub(crate) unsafe fn static_text(text: *const c_char) -> Option<&'static str> {
    (!text.is_null()).then(|| CStr::from_ptr(text).to_str().unwrap_or("(not UTF-8)"))
}

/// A text for C, which cannot have a zero inside.
pub(crate) fn c_text(argument: &str, text: &str) -> Result<CString> {
    CString::new(text).map_err(|error| {
        let message = format!(
            "{argument}: got a zero at byte {}, wanted text without",
            error.nul_position()
        );
        Error::new(Status::InvalidArgument, message)
    })
}
