//! Builder of schedules of kind `exponential`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to
    /// FINAL.
    Exponential {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// factor of each step_size (0 .. 1e+30, default 1)
        gamma: f64 => Gamma,
        /// rate of e^{-lambda x}, per step_size (0 .. 1e+30, default 0)
        lambda: f64 => Lambda,
        /// steps that one power takes (1 .. 2^53, default 1)
        step_size: i64 => StepSize,
        /// changes only every step_size steps (default false)
        staircase: bool => Staircase,
        /// steps at base before it starts (0 .. 2^53, default 0)
        begin: i64 => Begin,
        /// a value between base and the limit: it stops there (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
    }
}
