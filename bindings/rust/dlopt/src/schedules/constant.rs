//! Builder of schedules of kind `constant`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE.
    Constant {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
    }
}
