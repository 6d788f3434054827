//! What hyper-parameters and fields of kind choice choose from.

mod conventions;
mod others;

pub use conventions::*;
pub use others::*;
