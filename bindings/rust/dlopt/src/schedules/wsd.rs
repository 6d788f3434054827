//! Builder of schedules of kind `wsd`. Written by bindings/generate.

use crate::choices::Anneal;
use crate::value::schedule;

schedule! {
    /// linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how.
    Wsd {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the value at the end (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// length in steps (1 .. 2^53, default 1000)
        total_steps: i64 => TotalSteps,
        /// length of the warm-up (0 .. 2^53, default 100)
        warmup_steps: i64 => WarmupSteps,
        /// length of the decay; with warmup_steps at most total_steps (0 .. 2^53, default 200)
        decay_steps: i64 => DecaySteps,
        /// the warm-up starts at this times base (0 .. 1e+30, default 0)
        start_factor: f64 => StartFactor,
        /// how it decays: see [`Anneal`] (default [`Cosine`](Anneal))
        anneal: Anneal => Anneal,
    }
}
