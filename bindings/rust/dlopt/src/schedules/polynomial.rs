//! Builder of schedules of kind `polynomial`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER.
    Polynomial {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length in steps, after begin (1 .. 2^53, default 5)
        total_steps: i64 => TotalSteps,
        /// exponent of what is left (0 .. 1e+30, default 1)
        power: f64 => Power,
        /// steps at base before it starts (0 .. 2^53, default 0)
        begin: i64 => Begin,
    }
}
