//! Builder of schedules of kind `cyclic`. Written by bindings/generate.

use crate::choices::CycleMode;
use crate::value::schedule;

schedule! {
    /// BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height.
    Cyclic {
        /// the value at the start of each cycle (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the top of the first cycle (-1e+30 .. 1e+30, default 4)
        peak: f64 => Peak,
        /// steps from base to peak (1 .. 2^53, default 2000)
        step_size: i64 => StepSize,
        /// steps from peak to base; 0: as many (0 .. 2^53, default 0)
        step_size_down: i64 => StepSizeDown,
        /// how the height changes: see [`CycleMode`] (default [`Triangular`](CycleMode))
        cycle_mode: CycleMode => CycleMode,
        /// factor of the height per step; exp_range only (0 .. 1e+30, default 1)
        gamma: f64 => Gamma,
    }
}
