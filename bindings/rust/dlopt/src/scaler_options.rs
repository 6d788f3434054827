//! Builder of scalers. Written by bindings/generate.

use crate::choices::AtMinimum;
use crate::value::scaler;

scaler! {
    /// Settings of a loss scale; see [`Scaler`](crate::Scaler).
    ScalerOptions {
        /// the scale to begin with; setting it begins anew (1e-30 .. 1e+30, default 65536)
        init_scale: f64 => InitScale,
        /// what the scale is multiplied by when it grows (1 .. 1e+30, default 2)
        growth_factor: f64 => GrowthFactor,
        /// what it is multiplied by after an overflow (1e-30 .. 1, default 0.5)
        backoff_factor: f64 => BackoffFactor,
        /// finite updates in a row before it grows (1 .. 2^53, default 2000)
        growth_interval: i64 => GrowthInterval,
        /// it does not fall below this (1e-30 .. 1e+30, default 1e-30)
        min_scale: f64 => MinScale,
        /// it does not grow beyond this (1e-30 .. 1e+30, default 1e+30)
        max_scale: f64 => MaxScale,
        /// the scale falls at this overflow, those before only use it up (1 .. 2^53, default 1)
        hysteresis: i64 => Hysteresis,
        /// every finite update restores hysteresis (default false)
        consecutive_hysteresis: bool => ConsecutiveHysteresis,
        /// 0 keeps the scale as it is (default true)
        dynamic: bool => Dynamic,
        /// what an overflow does there; see [`AtMinimum`] (default [`Stay`](AtMinimum))
        at_minimum: AtMinimum => AtMinimum,
        /// the scale is rounded to f32 at each change (default true)
        single: bool => Single,
        /// steps only note what they find, for `dlopt_scaler_update` (default false)
        deferred: bool => Deferred,
        /// finite updates after an overflow that do not count (0 .. 2^53, default 0)
        growth_delay: i64 => GrowthDelay,
    }
}
