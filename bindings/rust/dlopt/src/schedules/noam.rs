//! Builder of schedules of kind `noam`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1.
    Noam {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// steps that it rises (1 .. 2^53, default 4000)
        warmup_steps: i64 => WarmupSteps,
        /// width of the model (1 .. 2^53, default 512)
        model_size: i64 => ModelSize,
    }
}
