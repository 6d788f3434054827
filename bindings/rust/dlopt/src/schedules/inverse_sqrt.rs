//! Builder of schedules of kind `inverse_sqrt`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t).
    InverseSqrt {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// length of the warm-up, and the step whose value is base (1 .. 2^53, default 4000)
        warmup_steps: i64 => WarmupSteps,
        /// the warm-up starts at this times base (0 .. 1e+30, default 0)
        start_factor: f64 => StartFactor,
    }
}
