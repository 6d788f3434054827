//! Builder of schedules of kind `linear`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS.
    Linear {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// length in steps (1 .. 2^53, default 5)
        total_steps: i64 => TotalSteps,
        /// factor at step 0 (0 .. 1e+30, default 0.333333)
        start_factor: f64 => StartFactor,
        /// factor at total_steps and after (0 .. 1e+30, default 1)
        end_factor: f64 => EndFactor,
    }
}
