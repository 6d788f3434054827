//! Builder of schedules of kind `plateau`. Written by bindings/generate.

use crate::choices::{MetricMode, ThresholdMode};
use crate::value::schedule;

schedule! {
    /// BASE GAMMA^n, not below FINAL, n being the reductions that `dlopt_schedule_report` has caused.
    Plateau {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// factor of each reduction (0 .. 1, default 0.1)
        gamma: f64 => Gamma,
        /// no reduction goes below this (-1e+30 .. 1e+30, default 0)
        final_: f64 => Final,
        /// reports in a row that may be no better; one more reduces (0 .. 2^53, default 10)
        patience: i64 => Patience,
        /// reports after a reduction during which bad ones do not count (0 .. 2^53, default 0)
        cooldown: i64 => Cooldown,
        /// which metrics are better: lower or higher ones (default [`Min`](MetricMode))
        mode: MetricMode => Mode,
        /// by how much a metric must be better to count (0 .. 1e+30, default 0.0001)
        threshold: f64 => Threshold,
        /// what the threshold is of: see [`ThresholdMode`] (default [`Relative`](ThresholdMode))
        threshold_mode: ThresholdMode => ThresholdMode,
        /// a reduction by no more than this is not made (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
    }
}
