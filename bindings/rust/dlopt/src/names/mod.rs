//! Names of what the library has, by the numbers that it knows it by.

mod fields;
mod hypers;
mod kinds;

pub use fields::*;
pub use hypers::*;
pub use kinds::*;
