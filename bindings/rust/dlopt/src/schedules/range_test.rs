//! Builder of schedules of kind `range_test`. Written by bindings/generate.

use crate::choices::Growth;
use crate::value::schedule;

schedule! {
    /// BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how.
    RangeTest {
        /// the value at step 0 (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// at total_steps and after it is this times base (0 .. 1e+30, default 1e+08)
        end_factor: f64 => EndFactor,
        /// length in steps (1 .. 2^53, default 100)
        total_steps: i64 => TotalSteps,
        /// changes only every so many steps (1 .. 2^53, default 1)
        step_size: i64 => StepSize,
        /// by equal factors, or by equal amounts (default [`Exponential`](Growth))
        growth: Growth => Growth,
    }
}
