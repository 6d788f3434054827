//! Builder of schedules of kind `one_cycle`. Written by bindings/generate.

use crate::choices::{Anneal, OneCycleConvention};
use crate::value::schedule;

schedule! {
    /// START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start.
    OneCycle {
        /// the value at the peak (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// length in steps (1 .. 2^53, default 1000)
        total_steps: i64 => TotalSteps,
        /// it starts at this times base (0 .. 1e+30, default 0.04)
        start_factor: f64 => StartFactor,
        /// it ends at this times base (0 .. 1e+30, default 4e-06)
        end_factor: f64 => EndFactor,
        /// the part of total_steps before the peak (0 .. 1, default 0.3)
        pct_start: f64 => PctStart,
        /// the part before the third phase; optax's convention only (0 .. 1, default 0.85)
        pct_final: f64 => PctFinal,
        /// down to the start first, then to the end (default false)
        three_phase: bool => ThreePhase,
        /// how it goes from one value to the next (default [`Cosine`](Anneal))
        anneal: Anneal => Anneal,
        /// whose phases: see [`OneCycleConvention`] (default [`Torch`](OneCycleConvention))
        convention: OneCycleConvention => Convention,
    }
}
