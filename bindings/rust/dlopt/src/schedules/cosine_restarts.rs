//! Builder of schedules of kind `cosine_restarts`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ....
    CosineRestarts {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length of the first cycle (1 .. 2^53, default 1000)
        cycle_steps: i64 => CycleSteps,
        /// each cycle is so many times longer than the one before (1 .. 1e+06, default 1)
        t_mult: i64 => TMult,
        /// each cycle starts at this times where the one before did (0 .. 1e+30, default 1)
        cycle_decay: f64 => CycleDecay,
    }
}
