//! The C functions of libdlopt as they are: every one is `unsafe`, and says what it wants in its header (`dlopt.h`). The crate `dlopt` is
//! the safe way to them.
//!
//! `src/bindings.rs` is what bindgen makes of the headers; the script `regenerate` writes it anew, so that nobody who builds this crate
//! needs bindgen or libclang.

#![allow(non_camel_case_types)] // the names are those of C

mod bindings;

pub use bindings::*;
