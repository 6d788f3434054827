//! Builder of schedules of kind `step`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE GAMMA^floor(t / STEP_SIZE).
    Step {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// steps between two drops (1 .. 2^53, default 30)
        step_size: i64 => StepSize,
        /// factor of each drop (0 .. 1e+30, default 0.1)
        gamma: f64 => Gamma,
    }
}
