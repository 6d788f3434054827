//! Builder of schedules of kind `warmup_cosine`. Written by bindings/generate.

use crate::choices::AfterEnd;
use crate::value::schedule;

schedule! {
    /// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS.
    WarmupCosine {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length in steps (1 .. 2^53, default 1000)
        total_steps: i64 => TotalSteps,
        /// length of the warm-up; less than total_steps (0 .. 2^53, default 100)
        warmup_steps: i64 => WarmupSteps,
        /// the warm-up starts at this times base (0 .. 1e+30, default 0)
        start_factor: f64 => StartFactor,
        /// exponent of the wave (1 + cos) / 2 (0 .. 1e+30, default 1)
        power: f64 => Power,
        /// past the end: stay, or climb and fall again (default [`Hold`](AfterEnd))
        after_end: AfterEnd => AfterEnd,
    }
}
