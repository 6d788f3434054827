//! Builder of schedules of kind `rex`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS.
    Rex {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length in steps (1 .. 2^53, default 1000)
        total_steps: i64 => TotalSteps,
    }
}
