//! Builder of schedules of kind `warmup`. Written by bindings/generate.

use crate::choices::WarmupKind;
use crate::value::schedule;

schedule! {
    /// from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how.
    Warmup {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// length in steps (0 .. 2^53, default 100)
        warmup_steps: i64 => WarmupSteps,
        /// it starts at this times base (0 .. 1e+30, default 0)
        start_factor: f64 => StartFactor,
        /// how it rises: see [`WarmupKind`] (default [`Linear`](WarmupKind))
        warmup_kind: WarmupKind => WarmupKind,
    }
}
