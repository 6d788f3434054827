//! Builder of schedules of kind `cosine`. Written by bindings/generate.

use crate::choices::AfterEnd;
use crate::value::schedule;

schedule! {
    /// FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER.
    Cosine {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length in steps (1 .. 2^53, default 1000)
        total_steps: i64 => TotalSteps,
        /// exponent of the wave (1 + cos) / 2 (0 .. 1e+30, default 1)
        power: f64 => Power,
        /// past the end: stay, or climb and fall again (default [`Hold`](AfterEnd))
        after_end: AfterEnd => AfterEnd,
    }
}
